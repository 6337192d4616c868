import Datasets
import Foundation
import Reports
import Runs
import TensorCore
import Training

/// What `semisup demo` does: three methods on the same drawn faces, labels and steps.
enum DemoRun {
  /// The methods of the table, the reference first.
  static let methods = ["supervised", "fixmatch", "dta-snl"]

  private struct Row {
    let method: String
    let seed: UInt64
    let summary: RunSummary
    let seconds: Double
  }

  static func body(_ arguments: ParsedArguments, console: Console) throws {
    if let threads = arguments[RuntimeOptions.threads] { Parallel.threadCount = threads }
    let seeds: [UInt64] = arguments[DemoCommand.long] ? [0, 1, 2, 3, 4] : [0]
    let example = configuration(of: methods[0], seed: 0)
    let parts = try example.loadParts()
    console.print(
      """
      \(NumberText.count(parts.train.count)) drawn faces, \
      \(parts.train.classNames.count) expressions, \(example.labelsPerClass ?? 0) labels each, \
      \(example.steps ?? 0) steps, \(example.backbone ?? "")\
      \(seeds.count > 1 ? ", \(seeds.count) seeds" : "")

      """)
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("semisup-demo-\(UUID().uuidString)", isDirectory: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let runs = seeds.flatMap { seed in
      methods.map { method in
        let name = seeds.count > 1 ? "\(method)-\(seed)" : method
        return (method: method, seed: seed, folder: folder.appendingPathComponent(name))
      }
    }
    try console.stopSignals.whileNoting {
      do {
        let rows = try runs.map { run in
          try row(
            run.method, seed: run.seed, parts: parts, folder: run.folder, arguments: arguments,
            console: console)
        }
        console.write(seeds.count > 1 ? longTable(rows) : table(rows), .output)
      } catch let stop as StoppedRun {
        throw ExitCode.signal(stop.signal)
      }
    }
    let file = arguments[DemoCommand.output]
    try RunReport(reading: runs.map(\.folder.path)).write(to: file)
    console.print("\nReport: \(file)")
  }

  /// Makes the run of a method, with its records in a folder.
  private static func row(
    _ method: String, seed: UInt64, parts: DatasetParts, folder: URL, arguments: ParsedArguments,
    console: Console
  ) throws -> Row {
    let configuration = configuration(of: method, seed: seed)
    let clock = MonotonicClock()
    let trainer = try configuration.makeTrainer(parts: parts)
    let records = try RunFolder(
      creating: folder.path, configuration: configuration, trainer: trainer)
    let result = try TrainingMonitor(
      console: console, title: folder.lastPathComponent, isQuiet: arguments[RuntimeOptions.quiet],
      folder: records, configuration: configuration
    ).run(trainer)
    let summary = try RunSummary(result, configuration: configuration, data: trainer.data)
    try records.write(summary)
    return Row(method: method, seed: seed, summary: summary, seconds: clock.seconds)
  }

  /// The run of a method; everything but the method is the same for all.
  static func configuration(of method: String, seed: UInt64) -> RunConfiguration {
    var configuration = RunConfiguration(data: "faces:channels=1", method: method, seed: seed)
    configuration.labelsPerClass = 10
    configuration.backbone = "convnet"
    configuration.steps = 1_000
    configuration.epochSteps = 100
    return configuration
  }

  private static func table(_ rows: [Row]) -> String {
    TextTable(
      [
        .init("method", .left), .init("accuracy", .right), .init("balanced", .right),
        .init("macro F1", .right), .init("coverage", .right), .init("precision", .right),
        .init("time", .right),
      ],
      rows: rows.map { row in
        let summary = row.summary
        func percent(_ value: Double?) -> String {
          value.map { NumberText.percent($0, decimals: 1) } ?? "-"
        }
        return [
          row.method, percent(summary.accuracy), percent(summary.balancedAccuracy),
          percent(summary.macroF1), percent(summary.pseudoLabelCoverage),
          percent(summary.pseudoLabelPrecision), NumberText.duration(row.seconds),
        ]
      }
    ).text()
  }

  /// Means over the seeds with 95 % intervals, and paired differences.
  private static func longTable(_ rows: [Row]) -> String {
    func values(_ method: String, _ value: (RunSummary) -> Double?) -> [Double] {
      rows.filter { $0.method == method }.compactMap { value($0.summary) }
    }
    func balanced(_ method: String) -> [Double] { values(method, \.balancedAccuracy) }
    let reference = balanced(methods[0])
    var text = TextTable(
      [
        .init("method", .left), .init("runs", .right), .init("accuracy", .right),
        .init("balanced accuracy", .right), .init("against supervised", .right),
      ],
      rows: methods.map { method in
        let differences = zip(balanced(method), reference).map { $0 - $1 }
        return [
          method, "\(balanced(method).count)", Interval(values(method, \.accuracy)).text,
          Interval(balanced(method)).text,
          method == methods[0] ? "" : Interval(differences).signedText,
        ]
      }
    ).text()
    let against = zip(balanced("dta-snl"), balanced("fixmatch")).map { $0 - $1 }
    text +=
      "\nDTA+SNL against FixMatch, balanced accuracy, paired by seed: "
      + "\(Interval(against).signedText)\n"
      + "Means with 95 % intervals of Student's t over the seeds, in percent.\n"
    return text
  }
}
