import Foundation

/// Reads the rows of comma-separated values, one after the other, without copying them.
///
/// A field in double quotes may hold commas, line breaks, and double quotes written twice. Rows end
/// with a line feed, a carriage return, or both; empty lines and a byte order mark are passed over.
///
/// Source: Shafranovich, RFC 4180, 2005.
struct CSVScanner {
  /// One field: where its contents are.
  struct Field {
    /// The bytes of the contents, without the quotes around them.
    var range: Range<Int>
    /// Whether the contents hold double quotes that are written twice.
    var isEscaped: Bool
  }

  /// The most fields of a row.
  static let maximumFieldCount = 4_096

  private let bytes: UnsafeRawBufferPointer
  /// What errors call the file.
  let name: String
  /// The line, from 1, in which the last row began.
  private(set) var line = 0
  private var nextLine = 1
  private var place = 0

  /// Starts at the first row; the bytes must outlive the scanner.
  init(_ bytes: UnsafeRawBufferPointer, name: String) {
    self.bytes = bytes
    self.name = name
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
  }

  /// Reads the next row.
  ///
  /// - Parameter fields: Where the fields go; its memory is used again.
  /// - Returns: Whether there was a row.
  /// - Throws: A ``DatasetError`` for a quote that does not end or stands in the middle of a field.
  mutating func nextRow(into fields: inout [Field]) throws -> Bool {
    fields.removeAll(keepingCapacity: true)
    while place < bytes.count, skipLineBreak() {}
    guard place < bytes.count else { return false }
    line = nextLine
    while true {
      fields.append(try nextField())
      guard fields.count <= CSVScanner.maximumFieldCount else {
        throw malformed("at most \(CSVScanner.maximumFieldCount) fields", "more")
      }
      if place >= bytes.count || skipLineBreak() { return true }
      // What else ends a field is a comma.
      place += 1
    }
  }

  /// The bytes of a field as they are in the file.
  func raw(_ field: Field) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[field.range])
  }

  /// The text of a field, without white space around it.
  func text(_ field: Field) throws -> String {
    guard let text = String(validating: raw(field), as: UTF8.self) else {
      throw malformed("UTF-8 text", "other bytes")
    }
    let plain = field.isEscaped ? text.replacingOccurrences(of: "\"\"", with: "\"") : text
    return plain.trimmingCharacters(in: .whitespaces)
  }

  /// An error about the row that was read last.
  func malformed(_ expected: String, _ found: String) -> DatasetError {
    .malformed(file: name, expected: "\(expected) in line \(max(line, 1))", found: found)
  }

  private mutating func nextField() throws -> Field {
    guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else {
      let start = place
      while place < bytes.count, !isEnd(bytes[place]) { place += 1 }
      return Field(range: start..<place, isEscaped: false)
    }
    place += 1
    let start = place
    var isEscaped = false
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "\""):
        guard place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: "\"") else {
          let end = place
          place += 1
          guard place == bytes.count || isEnd(bytes[place]) else {
            throw malformed("a comma or the end of the line behind a quoted field", "more text")
          }
          return Field(range: start..<end, isEscaped: isEscaped)
        }
        isEscaped = true
        place += 2
      case 10:
        nextLine += 1
        place += 1
      default: place += 1
      }
    }
    throw malformed("a second quote to end the field that begins", "the end of the file")
  }

  private func isEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == 10 || byte == 13
  }

  /// Passes over a line break, if there is one.
  private mutating func skipLineBreak() -> Bool {
    switch bytes[place] {
    case 10: place += 1
    case 13: place += place + 1 < bytes.count && bytes[place + 1] == 10 ? 2 : 1
    default: return false
    }
    nextLine += 1
    return true
  }
}
