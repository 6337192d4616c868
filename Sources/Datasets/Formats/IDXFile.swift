/// One file of bytes in the IDX format: a magic number, the lengths of the axes, the values.
///
/// Source: LeCun, Cortes and Burges, "The MNIST database of handwritten digits", file formats.
struct IDXFile {
  /// The lengths of the axes.
  let shape: [Int]
  /// The values, row-major.
  let values: [UInt8]

  /// Reads a file, expanding it if it is compressed.
  ///
  /// Nothing is allocated for values that the file is too short to hold.
  init(_ path: String, axes: Int) throws {
    let bytes = try FileBytes.read(path)
    let headerSize = 4 + 4 * axes
    if bytes.starts(with: [0x1F, 0x8B]) {
      let stream = try GzipFile(bytes, name: path)
      let header = try stream.read(headerSize)
      shape = try IDXFile.shape(header, axes: axes, path: path)
      // Deflate shrinks by a factor of 1032 at most (zlib, technical details).
      let count = try IDXFile.count(
        shape, path: path, available: (bytes.count + 1) * 1_032, isExact: false)
      values = try stream.read(count)
      guard values.count == count else {
        throw IDXFile.wrongLength(path, expected: count, found: "\(values.count)")
      }
      guard try stream.read(1).isEmpty else {
        throw IDXFile.wrongLength(path, expected: count, found: "more")
      }
    } else {
      shape = try IDXFile.shape(Array(bytes.prefix(headerSize)), axes: axes, path: path)
      _ = try IDXFile.count(
        shape, path: path, available: bytes.count - headerSize, isExact: true)
      values = Array(bytes.dropFirst(headerSize))
    }
  }

  private static func shape(_ header: [UInt8], axes: Int, path: String) throws -> [Int] {
    let magic: [UInt8] = [0, 0, 8, UInt8(axes)]
    guard header.starts(with: magic) else {
      throw DatasetError.malformed(
        file: path, expected: "the magic number \(hex(magic)) of unsigned bytes with \(axes) axes",
        found: header.count < 4 ? "\(header.count) bytes" : hex(Array(header.prefix(4))))
    }
    guard header.count == 4 + 4 * axes else {
      throw DatasetError.malformed(
        file: path, expected: "a header of \(4 + 4 * axes) bytes", found: "\(header.count) bytes")
    }
    return (0..<axes).map { axis in
      header[4 + 4 * axis..<8 + 4 * axis].reduce(0) { $0 << 8 | Int($1) }
    }
  }

  /// Returns the number of values, if the file can hold them.
  private static func count(
    _ shape: [Int], path: String, available: Int, isExact: Bool
  ) throws -> Int {
    var count = 1
    for length in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard !overflow else {
        throw DatasetError.malformed(
          file: path, expected: "a shape that a file can hold", found: "\(shape)")
      }
      count = product
    }
    guard isExact ? count == available : count <= available else {
      throw wrongLength(path, expected: count, found: isExact ? "\(available)" : "far fewer")
    }
    return count
  }

  private static func wrongLength(_ path: String, expected: Int, found: String) -> DatasetError {
    .malformed(
      file: path, expected: "\(expected) bytes after the header, as it says", found: found)
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
  }
}
