import Foundation

/// The bytes of a protocol buffer message, field by field (protobuf.dev, "Encoding").
package struct ProtobufMessage {
  package private(set) var bytes: [UInt8] = []

  /// Creates a message without fields.
  package init() {}

  private enum WireType: UInt64 {
    case varint = 0
    case fixed64 = 1
    case lengthDelimited = 2
    case fixed32 = 5
  }

  private mutating func appendVarint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func appendTag(_ field: Int, _ type: WireType) {
    appendVarint(UInt64(field) << 3 | type.rawValue)
  }

  private mutating func appendFixed(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// Adds a field of type int32, int64 or an enumeration.
  package mutating func set(_ field: Int, _ value: Int) {
    appendTag(field, .varint)
    appendVarint(UInt64(bitPattern: Int64(value)))
  }

  /// Adds a field of type double.
  package mutating func set(_ field: Int, _ value: Double) {
    appendTag(field, .fixed64)
    appendFixed(value.bitPattern)
  }

  /// Adds a field of type float.
  package mutating func set(_ field: Int, _ value: Float) {
    appendTag(field, .fixed32)
    appendFixed(value.bitPattern)
  }

  /// Adds a field of type bytes.
  package mutating func set(_ field: Int, _ value: [UInt8]) {
    appendTag(field, .lengthDelimited)
    appendVarint(UInt64(value.count))
    bytes += value
  }

  /// Adds a field of type string.
  package mutating func set(_ field: Int, _ value: String) {
    set(field, Array(value.utf8))
  }

  /// Adds a field that is a message.
  package mutating func set(_ field: Int, _ value: ProtobufMessage) {
    set(field, value.bytes)
  }

  /// Adds a packed field of repeated doubles.
  package mutating func set(_ field: Int, _ values: [Double]) {
    appendTag(field, .lengthDelimited)
    appendVarint(UInt64(values.count * 8))
    for value in values { appendFixed(value.bitPattern) }
  }
}
