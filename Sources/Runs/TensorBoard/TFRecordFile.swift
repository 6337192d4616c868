import Datasets
import Foundation

/// The container of TensorBoard's event files: records with masked checksums.
///
///     8 bytes   length of the data, little-endian
///     4 bytes   masked CRC32C of these 8 bytes
///     data
///     4 bytes   masked CRC32C of the data
///
/// The mask turns the checksum right by 15 bits and adds a282ead8 (TensorFlow,
/// `tensorflow/core/lib/hash/crc32c.h`).
enum TFRecordFile {
  /// Returns the bytes of a record.
  static func encode(_ data: [UInt8]) -> [UInt8] {
    let length = withUnsafeBytes(of: UInt64(data.count).littleEndian) { Array($0) }
    return length + littleEndian(maskedChecksum(of: length)) + data
      + littleEndian(maskedChecksum(of: data))
  }

  /// Returns the checksum of bytes as records hold it.
  static func maskedChecksum(of bytes: some Sequence<UInt8>) -> UInt32 {
    let checksum = CyclicRedundancyCheck.castagnoli(bytes)
    return (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8
  }

  /// Returns the records of a file up to the first that is not whole.
  static func records(of file: [UInt8]) -> [ArraySlice<UInt8>] {
    var records: [ArraySlice<UInt8>] = []
    var start = 0
    while file.count - start >= 16 {
      let header = file[start..<start + 8]
      let length = header.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      guard number(file, at: start + 8) == maskedChecksum(of: header),
        length <= UInt64(file.count - start - 16)
      else { break }
      let end = start + 12 + Int(length)
      guard number(file, at: end) == maskedChecksum(of: file[start + 12..<end]) else { break }
      records.append(file[start + 12..<end])
      start = end + 4
    }
    return records
  }

  private static func littleEndian(_ value: UInt32) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  private static func number(_ bytes: [UInt8], at place: Int) -> UInt32 {
    bytes[place..<place + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}
