import Datasets
import Foundation
import Inference
import Methods
import Reports
import Runs
import TensorCore
import Training

/// What `semisup predict` does.
enum PredictRun {
  /// The number of files after which lines are printed and progress is shown.
  private static let batchSize = 64

  static func body(
    _ arguments: ParsedArguments, console: Console, _ catalog: PartCatalog
  ) throws {
    if arguments[PredictCommand.csv], arguments[PredictCommand.json] {
      throw ValidationError("'--csv' and '--json' exclude each other")
    }
    if let threads = arguments[RuntimeOptions.threads] { Parallel.threadCount = threads }
    let model = try Model(loading: arguments[PredictCommand.run], catalog: catalog)
    let files = try arguments[PredictCommand.images].flatMap { path in
      isFolder(path) ? try ImageFiles.below(path) : [path]
    }
    guard !files.isEmpty else {
      throw PredictionError("there are no images in the folders that were named")
    }
    let writer = PredictionWriter(
      arguments[PredictCommand.csv] ? .csv : arguments[PredictCommand.json] ? .json : .text,
      classNames: model.classNames)
    // On a terminal the lines themselves show how far it is.
    let showsProgress =
      !arguments[RuntimeOptions.quiet] && !console.isTerminal(.output)
      && files.count > batchSize
    let printer = ProgressPrinter(console: console)
    var meter = ProgressMeter()
    var skipped: [String] = []
    console.write(writer.heading, .output)
    for start in stride(from: 0, to: files.count, by: batchSize) {
      let clock = MonotonicClock()
      let batch = Array(files[start..<min(files.count, start + batchSize)])
      let predictions =
        arguments[PredictCommand.skipUnreadable]
        ? try readable(batch, by: model, skipped: &skipped)
        : Array(zip(batch, try model.predict(files: batch)))
      console.write(
        try predictions.map { try writer.line($1, of: $0) }.joined(), .output)
      guard showsProgress else { continue }
      let done = start + batch.count
      meter.note(seconds: clock.seconds / Double(batch.count), images: 1)
      printer.update(
        RunProgress(
          title: "predict", step: done, stepCount: files.count,
          imagesPerSecond: meter.imagesPerSecond,
          secondsLeft: meter.secondsLeft(steps: files.count - done)))
    }
    if showsProgress { printer.finish() }
    guard !skipped.isEmpty else { return }
    for reason in skipped { console.note("Skipped \(reason)") }
    if skipped.count == files.count {
      throw PredictionError("none of the \(files.count) images could be read")
    }
    console.note(
      "\(NumberText.count(skipped.count)) of \(NumberText.count(files.count)) images could not be "
        + "read.")
  }

  /// The predictions of the files that can be read; why the others cannot is noted.
  private static func readable(
    _ files: [String], by model: Model, skipped: inout [String]
  ) throws -> [(String, Prediction)] {
    if let all = try? model.predict(files: files) { return Array(zip(files, all)) }
    return try files.compactMap { file in
      do {
        return (file, try model.predict(files: [file])[0])
      } catch let error as DatasetError {
        if case .missingLibrary = error { throw error }
        skipped.append(error.description)
        return nil
      }
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
}

/// Images that cannot be classified.
struct PredictionError: Error, CustomStringConvertible {
  /// What is wrong.
  let description: String

  init(_ description: String) { self.description = description }
}
