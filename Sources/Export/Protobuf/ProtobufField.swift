/// One field of a protocol buffer message.
package struct ProtobufField {
  /// What a field holds, by its type on the wire.
  package enum Content {
    case varint(UInt64)
    case fixed64(UInt64)
    case bytes(ArraySlice<UInt8>)
    case fixed32(UInt32)
  }

  /// The number of the field.
  package let number: Int
  /// What it holds.
  package let content: Content

  /// Returns the fields of a message, or nil if the bytes are none.
  package static func all(of message: ArraySlice<UInt8>) -> [ProtobufField]? {
    var fields: [ProtobufField] = []
    var rest = message
    while !rest.isEmpty {
      guard let tag = takeVarint(&rest), let number = Int(exactly: tag >> 3) else { return nil }
      let content: Content
      switch tag & 7 {
      case 0:
        guard let value = takeVarint(&rest) else { return nil }
        content = .varint(value)
      case 1:
        guard let value = takeFixed(&rest, 8) else { return nil }
        content = .fixed64(value)
      case 2:
        guard let length = takeVarint(&rest), length <= UInt64(rest.count) else { return nil }
        content = .bytes(rest.prefix(Int(length)))
        rest = rest.dropFirst(Int(length))
      case 5:
        guard let value = takeFixed(&rest, 4) else { return nil }
        content = .fixed32(UInt32(value))
      default: return nil
      }
      fields.append(ProtobufField(number: number, content: content))
    }
    return fields
  }

  private static func takeVarint(_ bytes: inout ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = bytes.popFirst() else { return nil }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }

  private static func takeFixed(_ bytes: inout ArraySlice<UInt8>, _ count: Int) -> UInt64? {
    guard bytes.count >= count else { return nil }
    let value = bytes.prefix(count).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    bytes = bytes.dropFirst(count)
    return value
  }
}
