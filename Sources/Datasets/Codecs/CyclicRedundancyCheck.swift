/// The 32-bit checksums of files: bit-reflected, starting from and finally inverted with all ones.
package struct CyclicRedundancyCheck: Sendable {
  /// The checksum of PNG, gzip and Ethernet (reflected polynomial EDB88320).
  package static let ethernet = CyclicRedundancyCheck(reflectedPolynomial: 0xEDB8_8320)
  /// The checksum of iSCSI and TFRecord, CRC32C (reflected polynomial 82F63B78); RFC 3720, B.4.
  package static let castagnoli = CyclicRedundancyCheck(reflectedPolynomial: 0x82F6_3B78)

  private let table: [UInt32]

  private init(reflectedPolynomial: UInt32) {
    table = (0..<256).map { byte in
      (0..<8).reduce(UInt32(byte)) { value, _ in
        value & 1 == 1 ? value >> 1 ^ reflectedPolynomial : value >> 1
      }
    }
  }

  /// Returns the checksum of bytes.
  package func callAsFunction(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { $0 >> 8 ^ table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
  }
}
