import CImageCodecs

/// Writes zlib streams (RFC 1950): compressed through zlib where it can be loaded, else stored.
enum ZlibStream {
  /// Returns a stream that expands to the bytes.
  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    let stored = store(bytes)
    let compressed = [UInt8](unsafeUninitializedCapacity: stored.count) { target, used in
      var length = stored.count
      let status = sic_zlib_compress(bytes, bytes.count, target.baseAddress, &length)
      used = status == SIC_OK ? length : 0
    }
    return compressed.isEmpty ? stored : compressed
  }

  /// Returns a stream of stored blocks (RFC 1951, 3.2.4), which needs no compressor.
  static func store(_ bytes: [UInt8]) -> [UInt8] {
    let limit = 65_535
    var stream: [UInt8] = [0x78, 0x01]
    stream.reserveCapacity(bytes.count + 5 * (bytes.count / limit + 1) + 6)
    var start = 0
    repeat {
      let end = min(bytes.count, start + limit)
      let length = UInt16(end - start)
      stream.append(end == bytes.count ? 1 : 0)
      for number in [length, ~length] {
        stream.append(UInt8(truncatingIfNeeded: number))
        stream.append(UInt8(truncatingIfNeeded: number >> 8))
      }
      stream += bytes[start..<end]
      start = end
    } while start < bytes.count
    return stream + adler32(bytes).bigEndianBytes
  }

  /// The checksum of RFC 1950, 8.2.
  private static func adler32(_ bytes: [UInt8]) -> UInt32 {
    var (low, high): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      low = (low + UInt32(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return high << 16 | low
  }
}

extension UInt32 {
  /// The four bytes, the most significant first.
  var bigEndianBytes: [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: self >> $0) }
  }
}
