import TensorCore

/// The columns of a table, found by the names in its first row.
struct CSVColumns {
  private let places: [String: Int]

  /// Reads the first row.
  ///
  /// Other columns are passed over, unless one looks like a misspelt optional one.
  ///
  /// - Parameters:
  ///   - scanner: A scanner at the first row.
  ///   - required: Names that must be there.
  ///   - optional: Names that may be there.
  /// - Throws: A ``DatasetError`` for a row that is malformed, lacks a column or has one twice.
  init(_ scanner: inout CSVScanner, required: [String], optional: [String] = []) throws {
    var fields: [CSVScanner.Field] = []
    let expected = "the columns \(required.joined(separator: ", "))"
    guard try scanner.nextRow(into: &fields) else {
      throw scanner.malformed(expected, "an empty file")
    }
    var places: [String: Int] = [:]
    for (place, field) in fields.enumerated() {
      let name = try scanner.text(field)
      guard places.updateValue(place, forKey: name) == nil || name.isEmpty else {
        throw scanner.malformed("every column once", "'\(name)' twice")
      }
    }
    if let missing = required.first(where: { places[$0] == nil }) {
      throw scanner.malformed(
        expected, "none called '\(missing)' among \(places.keys.sorted().joined(separator: ", "))")
    }
    for name in places.keys.sorted() where !required.contains(name) && !optional.contains(name) {
      if let known = suggestion(for: name, among: optional.filter { places[$0] == nil }) {
        throw scanner.malformed("the column '\(known)' by this name", "'\(name)'")
      }
    }
    self.places = places
  }

  /// Whether there is a column.
  func has(_ name: String) -> Bool { places[name] != nil }

  /// The field of a column that must have a value in every row.
  func field(
    _ name: String, of fields: [CSVScanner.Field], in scanner: CSVScanner
  ) throws -> CSVScanner.Field {
    guard let place = places[name], place < fields.count else {
      throw scanner.malformed("a value for '\(name)'", "\(fields.count) fields")
    }
    return fields[place]
  }

  /// The text of a column that must have a value in every row; it may be empty.
  func text(
    _ name: String, of fields: [CSVScanner.Field], in scanner: CSVScanner
  ) throws -> String {
    try scanner.text(try field(name, of: fields, in: scanner))
  }

  /// The whole number of a column.
  func integer(
    _ name: String, of fields: [CSVScanner.Field], in scanner: CSVScanner, within range: Range<Int>
  ) throws -> Int {
    let text = try text(name, of: fields, in: scanner)
    guard let number = Int(text), range.contains(number) else {
      throw scanner.malformed(
        "a whole number in \(range.lowerBound) ... \(range.upperBound - 1) for '\(name)'",
        "'\(text.prefix(40))'")
    }
    return number
  }
}
