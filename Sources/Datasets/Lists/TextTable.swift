/// Small tables of comma-separated values.
package enum TextTable {
  /// One row.
  package struct Row: Sendable {
    /// The fields, without white space around them.
    package let fields: [String]
    /// The line, from 1, in which the row begins.
    package let line: Int
  }

  /// Returns all rows of a file.
  ///
  /// - Parameter path: The file.
  /// - Returns: The rows, without empty lines.
  /// - Throws: A ``DatasetError`` that names the file.
  package static func rows(_ path: String) throws -> [Row] {
    try FileBytes.read(path, limit: 1 << 24).withUnsafeBytes { bytes in
      var scanner = CSVScanner(bytes, name: path)
      var fields: [CSVScanner.Field] = []
      var rows: [Row] = []
      while try scanner.nextRow(into: &fields) {
        rows.append(Row(fields: try fields.map { try scanner.text($0) }, line: scanner.line))
      }
      return rows
    }
  }
}
