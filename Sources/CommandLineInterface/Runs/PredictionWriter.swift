import Foundation
import Inference
import Training

/// Writes predictions as text, CSV or JSON.
struct PredictionWriter {
  /// How predictions are written.
  enum Form {
    /// The file, then classes with percent, the most probable first.
    case text
    /// Comma-separated values after RFC 4180, with a column for every class.
    case csv
    /// One JSON object a line.
    case json
  }

  private struct Record: Encodable {
    let file: String
    let `class`: String
    let confidence: Float
    let probabilities: [String: Float]
  }

  /// The least probability that text shows.
  private static let least: Float = 0.01

  private let form: Form
  private let classNames: [String]

  init(_ form: Form, classNames: [String]) {
    self.form = form
    self.classNames = classNames
  }

  /// What stands before the first line, with its line break; empty for none.
  var heading: String {
    form == .csv ? row(["file", "class", "confidence"] + classNames) : ""
  }

  /// The line of one file, with its line break.
  func line(_ prediction: Prediction, of file: String) throws -> String {
    switch form {
    case .text:
      let classes = zip(classNames, prediction.probabilities).enumerated()
        .sorted { ($1.element.1, $0.offset) < ($0.element.1, $1.offset) }
        .map(\.element)
      let shown = classes.enumerated().filter { $0 == 0 || $1.1 >= Self.least }
        .map { "\($1.0) \(NumberText.percent(Double($1.1), decimals: 1))" }
      return "\(file)  \(shown.joined(separator: ", "))\n"
    case .csv:
      return row(
        [file, prediction.className, "\(prediction.confidence)"]
          + prediction.probabilities.map { "\($0)" })
    case .json:
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      let record = Record(
        file: file, class: prediction.className, confidence: prediction.confidence,
        probabilities: Dictionary(
          zip(classNames, prediction.probabilities), uniquingKeysWith: { first, _ in first }))
      return String(decoding: try encoder.encode(record), as: UTF8.self) + "\n"
    }
  }

  private func row(_ cells: [String]) -> String {
    cells.map { cell in
      cell.contains { ",\"\n\r\r\n".contains($0) }
        ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
    }.joined(separator: ",") + "\n"
  }
}
