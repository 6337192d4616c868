import Foundation
import Reports

/// What `semisup report` does.
enum ReportRun {
  /// The result of a report, as `--json` prints it.
  private struct Result: Encodable {
    let runs: [String]
    let file: String
    let byteCount: Int
    let figures: [String]
  }

  static func body(_ arguments: ParsedArguments, console: Console) throws {
    let paths = arguments[ReportCommand.runs]
    let report = try RunReport(reading: paths)
    let file =
      arguments[ReportCommand.output]
      ?? (paths.count == 1
        ? URL(fileURLWithPath: paths[0]).appendingPathComponent(RunReport.fileName).relativePath
        : RunReport.fileName)
    let byteCount = try report.write(to: file)
    let figures = try arguments[ReportCommand.svg].map { try report.writeFigures(to: $0) } ?? []
    if arguments[RuntimeOptions.json] {
      let result = Result(
        runs: paths, file: file, byteCount: byteCount, figures: figures.map(\.path))
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      console.print(String(decoding: try encoder.encode(result), as: UTF8.self))
    } else {
      console.print("\(file): \(NumberText.count(byteCount)) bytes")
      if let folder = arguments[ReportCommand.svg] {
        console.print("\(folder): \(NumberText.count(figures.count)) plots")
      }
    }
  }
}
