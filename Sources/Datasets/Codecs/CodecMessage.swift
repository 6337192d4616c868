import CImageCodecs

/// A buffer for the messages that decoders write.
struct CodecMessage {
  private var bytes = [CChar](repeating: 0, count: Int(messageLength))

  /// Calls a decoder with room for a message.
  mutating func collect(_ body: (UnsafeMutablePointer<CChar>?) -> Int32) -> Int32 {
    bytes.withUnsafeMutableBufferPointer { body($0.baseAddress) }
  }

  /// What the decoder said.
  var text: String {
    String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
