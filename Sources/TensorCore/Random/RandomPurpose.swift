/// The purpose of a random stream; streams of different purposes are independent.
///
/// A purpose is a short name; new purposes need no central list.
public struct RandomPurpose: Sendable, Hashable, ExpressibleByStringLiteral {
  /// The 64-bit FNV-1a hash of the name.
  package let rawValue: UInt64

  /// Creates a purpose from its name.
  public init(_ name: String) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
    rawValue = hash
  }

  /// Creates a purpose from a literal name.
  public init(stringLiteral name: StaticString) {
    self.init(name.description)
  }
}
