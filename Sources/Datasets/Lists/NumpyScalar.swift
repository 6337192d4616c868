import Foundation

/// A single whole number that NumPy saved, as an integer or as text.
///
/// Source: NumPy, "The .npy format" (numpy.lib.format), versions 1 to 3.
enum NumpyScalar {
  /// The largest header that is read.
  private static let maximumHeaderSize = 1 << 16

  /// Returns the number in a file's bytes.
  ///
  /// - Parameters:
  ///   - bytes: The contents of an `.npy` file.
  ///   - name: What errors call the file.
  /// - Returns: The number.
  /// - Throws: ``DatasetError/malformed(file:expected:found:)``.
  static func integer(_ bytes: [UInt8], name: String) throws -> Int {
    func malformed(_ expected: String, _ found: String) -> DatasetError {
      .malformed(file: name, expected: expected, found: found)
    }
    guard bytes.starts(with: [0x93] + Array("NUMPY".utf8)), bytes.count >= 12 else {
      throw malformed("an .npy file", "\(bytes.count) bytes without its signature")
    }
    let lengthSize = bytes[6] == 1 ? 2 : 4
    guard (1...3).contains(bytes[6]) else {
      throw malformed("version 1, 2 or 3 of the .npy format", "version \(bytes[6])")
    }
    let length = bytes[8..<8 + lengthSize].reversed().reduce(0) { $0 << 8 | Int($1) }
    let start = 8 + lengthSize + length
    guard length <= maximumHeaderSize, start <= bytes.count else {
      throw malformed("a header of \(length) bytes", "a file of \(bytes.count)")
    }
    let header = String(decoding: bytes[8 + lengthSize..<start], as: UTF8.self)
    guard let type = entry("descr", of: header, between: "'", and: "'"),
      let shape = entry("shape", of: header, between: "(", and: ")")
    else {
      throw malformed("a header with 'descr' and 'shape'", "'\(header.prefix(80))'")
    }
    guard shape.split(separator: ",").allSatisfy({ $0.trimmingCharacters(in: .whitespaces) == "1" })
    else { throw malformed("one value", "the shape (\(shape))") }
    guard let number = number(Array(bytes[start...]), type: type) else {
      throw malformed(
        "one whole number or a text of digits",
        "\(bytes.count - start) bytes of the type '\(type.prefix(40))'")
    }
    return number
  }

  /// The text between two marks behind a key of the header, which is a literal of Python.
  private static func entry(
    _ key: String, of header: String, between opening: String, and closing: String
  ) -> String? {
    guard let name = header.range(of: "'\(key)':"),
      let start = header.range(of: opening, range: name.upperBound..<header.endIndex),
      let end = header.range(of: closing, range: start.upperBound..<header.endIndex),
      header[name.upperBound..<start.lowerBound].allSatisfy(\.isWhitespace)
    else { return nil }
    return String(header[start.upperBound..<end.lowerBound])
  }

  /// Reads one value of a type such as `<i8`, `|u1`, `<U1` or `|S2`.
  private static func number(_ bytes: [UInt8], type: String) -> Int? {
    guard let order = type.first, type.count >= 3, let size = Int(type.dropFirst(2)), size > 0,
      size <= maximumHeaderSize
    else { return nil }
    let kind = type.dropFirst().prefix(1)
    let isBig = order == ">"
    func word(_ range: Range<Int>) -> UInt64 {
      (isBig ? Array(bytes[range]) : bytes[range].reversed()).reduce(0) { $0 << 8 | UInt64($1) }
    }
    switch kind {
    case "i", "u":
      guard [1, 2, 4, 8].contains(size), bytes.count == size else { return nil }
      let value = word(0..<size)
      if kind == "u" { return Int(exactly: value) }
      let spare = UInt64(64 - 8 * size)
      return Int(Int64(bitPattern: value << spare) >> Int64(spare))
    case "U":
      guard bytes.count == 4 * size else { return nil }
      let scalars = (0..<size).map { Unicode.Scalar(UInt32(word(4 * $0..<4 * $0 + 4))) }
      guard scalars.allSatisfy({ $0 != nil }) else { return nil }
      return digits(String(String.UnicodeScalarView(scalars.compactMap { $0 })))
    case "S":
      guard bytes.count == size else { return nil }
      return digits(String(decoding: bytes, as: UTF8.self))
    default: return nil
    }
  }

  private static func digits(_ text: String) -> Int? {
    Int(text.trimmingCharacters(in: CharacterSet(charactersIn: "\0 ")))
  }
}
