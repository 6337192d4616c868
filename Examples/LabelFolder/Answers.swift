import Foundation

/// Comma-separated values with a first row of names: questions to a person, and the answers.
struct Answers {
  /// The rows, by the names of the columns.
  var rows: [[String: String]]
  /// The columns, in order.
  let columns: [String]

  init(columns: [String], rows: [[String: String]] = []) {
    self.columns = columns
    self.rows = rows
  }

  /// Reads a file that a person, or a spreadsheet, has filled in.
  init(contentsOf path: String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    var lines = text.split(whereSeparator: \.isNewline).map { Self.fields(of: $0) }
    columns = lines.isEmpty ? [] : lines.removeFirst()
    rows = lines.map { [columns] fields in
      Dictionary(zip(columns, fields)) { first, _ in first }
    }
  }

  func write(to path: String) throws {
    let lines =
      [columns.joined(separator: ",")]
      + rows.map { row in columns.map { Self.quoted(row[$0] ?? "") }.joined(separator: ",") }
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(
      to: URL(fileURLWithPath: path), options: .atomic)
  }

  /// The fields of a line; a field in double quotes may hold commas, and quotes written twice.
  private static func fields(of line: Substring) -> [String] {
    var fields = [""]
    var isQuoted = false
    var rest = line
    while let character = rest.popFirst() {
      if character == "\"", isQuoted, rest.first == "\"" {
        rest.removeFirst()
        fields[fields.count - 1].append(character)
      } else if character == "\"" {
        isQuoted.toggle()
      } else if character == ",", !isQuoted {
        fields.append("")
      } else {
        fields[fields.count - 1].append(character)
      }
    }
    return fields.map { $0.trimmingCharacters(in: .whitespaces) }
  }

  private static func quoted(_ field: String) -> String {
    guard field.contains(where: { $0 == "," || $0 == "\"" }) else { return field }
    return "\"\(field.replacingOccurrences(of: "\"", with: "\"\""))\""
  }
}
