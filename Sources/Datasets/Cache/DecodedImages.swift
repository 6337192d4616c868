import Foundation
import TensorCore

/// Decoded images of one size, in memory or in a mapped file: one or three channels each.
///
/// A file is a header of 64 bytes, the samples of all images behind one another, and a table:
///
///     magic            8 bytes
///     columns, rows    4 bytes each
///     images         8 bytes
///     place of table   8 bytes
///     key              32 bytes
///     samples          columns x rows x channels of each image
///     table            one byte an image: its channels, 0 where it could not be decoded
///     reasons          for each of the latter: length in 4 bytes, text
///
/// All numbers are little-endian.
struct DecodedImages: Sendable {
  private static let magic = Array("SEMIPIX1".utf8)
  static let headerSize = 64

  /// The number of columns of every image.
  let width: Int
  /// The number of rows of every image.
  let height: Int
  /// The number of channels of every image; 0 for one that could not be decoded.
  let channelCounts: [UInt8]
  /// Why images could not be decoded, by place.
  let failures: [Int: String]
  private let starts: [Int]
  private let bytes: Bytes

  private enum Bytes: Sendable {
    case memory([UInt8])
    case file(Data)
  }

  /// Keeps images in memory.
  init(width: Int, height: Int, samples: [UInt8], channelCounts: [UInt8], failures: [Int: String]) {
    self.width = width
    self.height = height
    self.channelCounts = channelCounts
    self.failures = failures
    starts = Self.starts(channelCounts, size: width * height, from: 0)
    bytes = .memory(samples)
  }

  /// Reads the header and the table of a file; nil if it is not whole or has another key.
  init?(file: Data, key: [UInt8]) {
    func number(_ place: Int, _ size: Int) -> Int? {
      guard place >= 0, size <= file.count, place <= file.count - size else { return nil }
      let value = file[file.startIndex + place..<file.startIndex + place + size].reversed()
        .reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return Int(exactly: value)
    }
    guard file.count >= Self.headerSize, file.prefix(8).elementsEqual(Self.magic),
      file[file.startIndex + 32..<file.startIndex + 64].elementsEqual(key),
      let width = number(8, 4), let height = number(12, 4), let count = number(16, 8),
      let table = number(24, 8), width > 0, height > 0, count <= file.count,
      table >= Self.headerSize, table <= file.count - count
    else { return nil }
    channelCounts = Array(file[file.startIndex + table..<file.startIndex + table + count])
    guard channelCounts.allSatisfy({ $0 == 0 || $0 == 1 || $0 == 3 }) else { return nil }
    let (size, overflow) = width.multipliedReportingOverflow(by: height)
    guard !overflow, size <= file.count else { return nil }
    let sampleCount = channelCounts.reduce(0) { $0 + Int($1) * size }
    guard Self.headerSize + sampleCount == table else { return nil }
    var place = table + count
    var failures: [Int: String] = [:]
    for (index, channels) in channelCounts.enumerated() where channels == 0 {
      guard let length = number(place, 4), length <= file.count - place - 4 else { return nil }
      let text = file[file.startIndex + place + 4..<file.startIndex + place + 4 + length]
      failures[index] = String(decoding: text, as: UTF8.self)
      place += 4 + length
    }
    guard place == file.count else { return nil }
    self.width = width
    self.height = height
    self.failures = failures
    starts = Self.starts(channelCounts, size: size, from: Self.headerSize)
    bytes = .file(file)
  }

  /// Calls a closure with the samples of an image.
  func withSamples<Result>(
    of index: Int, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    let range = starts[index]..<starts[index] + width * height * Int(channelCounts[index])
    switch bytes {
    case .memory(let samples):
      return try samples.withUnsafeBytes {
        try body(UnsafeRawBufferPointer(rebasing: $0[range]))
      }
    case .file(let data):
      return try data.withUnsafeBytes {
        try body(UnsafeRawBufferPointer(rebasing: $0[range]))
      }
    }
  }

  private static func starts(_ channelCounts: [UInt8], size: Int, from first: Int) -> [Int] {
    var place = first
    return channelCounts.map { channels in
      defer { place += size * Int(channels) }
      return place
    }
  }

  // MARK: Writing

  /// The bytes before the samples.
  static func header(
    width: Int, height: Int, count: Int, sampleCount: Int, key: [UInt8]
  ) -> [UInt8] {
    magic + little(width, 4) + little(height, 4) + little(count, 8)
      + little(headerSize + sampleCount, 8) + key
  }

  /// The bytes behind the samples.
  static func table(channelCounts: [UInt8], failures: [Int: String]) -> [UInt8] {
    var table = channelCounts
    for (index, channels) in channelCounts.enumerated() where channels == 0 {
      let reason = Array((failures[index] ?? "").utf8)
      table += little(reason.count, 4) + reason
    }
    return table
  }

  private static func little(_ value: Int, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
