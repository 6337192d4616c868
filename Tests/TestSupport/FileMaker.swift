/// Makes small files of the formats that readers are tested on.
public enum FileMaker {
  // MARK: Netpbm

  /// A binary PGM or PPM file.
  public static func netpbm(width: Int, height: Int, channels: Int, _ samples: [UInt8]) -> [UInt8] {
    Array("P\(channels == 1 ? 5 : 6)\n\(width) \(height)\n255\n".utf8) + samples
  }

  /// A PPM file of one colour.
  public static func flat(_ color: [UInt8], width: Int = 4, height: Int = 4) -> [UInt8] {
    netpbm(
      width: width, height: height, channels: color.count,
      (0..<width * height).flatMap { _ in color })
  }

  // MARK: PNG

  /// A PNG file; `rows` are the packed rows without filter bytes.
  public static func png(
    width: Int, height: Int, colorType: UInt8, depth: UInt8, rows: [[UInt8]],
    chunks: [(kind: String, content: [UInt8])] = []
  ) -> [UInt8] {
    var raw: [UInt8] = []
    for row in rows { raw += [0] + row }
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    file += chunk("IHDR", big(width) + big(height) + [depth, colorType, 0, 0, 0])
    for extra in chunks { file += chunk(extra.kind, extra.content) }
    file += chunk("IDAT", [0x78, 0x01] + deflated(raw) + big(Int(adler(raw))))
    return file + chunk("IEND", [])
  }

  /// Returns a chunk of a PNG file, with its length and checksum.
  public static func chunk(_ kind: String, _ content: [UInt8]) -> [UInt8] {
    let body = Array(kind.utf8) + content
    return big(content.count) + body + big(Int(crc(body)))
  }

  /// Writes the right checksum behind every chunk that a damaged PNG file still has.
  public static let mendPNG: @Sendable (inout [UInt8]) -> Void = { file in
    var place = 8
    while place + 12 <= file.count {
      let length = file[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
      let end = place + 8 + length
      guard length < file.count, end + 4 <= file.count else { return }
      file.replaceSubrange(end..<end + 4, with: big(Int(crc(Array(file[place + 4..<end])))))
      place = end + 4
    }
  }

  // MARK: gzip

  /// A gzip file whose data are stored, not compressed.
  public static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    return header + deflated(bytes) + little(Int(crc(bytes))) + little(bytes.count)
  }

  // MARK: IDX and CIFAR-10

  /// Returns an IDX file of bytes.
  public static func idx(_ shape: [Int], _ values: [UInt8]) -> [UInt8] {
    let magic: [UInt8] = [0, 0, 8, UInt8(shape.count)]
    return magic + shape.flatMap { big($0) } + values
  }

  /// A record of CIFAR-10 whose planes have one value each.
  public static func record(_ label: UInt8, _ color: [UInt8]) -> [UInt8] {
    [label] + color.flatMap { [UInt8](repeating: $0, count: 1_024) }
  }

  // MARK: NumPy

  /// An `.npy` file of one integer of eight bytes.
  public static func npy(_ value: Int) -> [UInt8] {
    npy(type: "<i8", (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) })
  }

  /// An `.npy` file of one text.
  public static func npy(text: String) -> [UInt8] {
    npy(
      type: "<U\(text.unicodeScalars.count)", text.unicodeScalars.flatMap { little(Int($0.value)) })
  }

  /// An `.npy` file of a scalar of any type.
  public static func npy(type: String, shape: String = "()", _ value: [UInt8]) -> [UInt8] {
    var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }"
    while (header.utf8.count + 11) % 64 != 0 { header += " " }
    header += "\n"
    let length = header.utf8.count
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 255), UInt8(length >> 8)]
      + Array(header.utf8) + value
  }

  // MARK: JPEG

  /// A baseline JPEG file of one block whose components have one value each.
  public static func jpeg(_ components: [UInt8]) -> [UInt8] {
    let count = UInt8(components.count)
    func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
      [0xFF, marker, UInt8((content.count + 2) >> 8), UInt8((content.count + 2) & 255)] + content
    }
    var file: [UInt8] = [0xFF, 0xD8]
    if count == 4 { file += segment(0xEE, Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0, 0]) }
    file += segment(0xDB, [0] + [UInt8](repeating: 8, count: 64))
    file += segment(0xC0, [8, 0, 8, 0, 8, count] + (1...count).flatMap { [$0, 0x11, 0] })
    // Twelve codes of four bits for the sizes of the mean; one code of one bit for the end.
    file += segment(
      0xC4, [0x00] + [0, 0, 0, 12] + [UInt8](repeating: 0, count: 12) + Array(0...11))
    file += segment(0xC4, [0x10] + [1] + [UInt8](repeating: 0, count: 15) + [0])
    file += segment(0xDA, [count] + (1...count).flatMap { [$0, 0] } + [0, 63, 0])
    var bits = ""
    for component in components {
      let mean = Int(component) - 128
      let size = Int.bitWidth - abs(mean).leadingZeroBitCount
      let code = mean < 0 ? mean + (1 << size) - 1 : mean
      bits += binary(size, digits: 4) + binary(code, digits: size) + "0"
    }
    while !bits.count.isMultiple(of: 8) { bits += "1" }
    let digits = Array(bits)
    for start in stride(from: 0, to: digits.count, by: 8) {
      let byte = UInt8(String(digits[start..<start + 8]), radix: 2) ?? 0
      file += byte == 255 ? [255, 0] : [byte]
    }
    return file + [0xFF, 0xD9]
  }

  /// Puts an Exif segment with an orientation behind the start of a JPEG file.
  public static func oriented(_ jpeg: [UInt8], _ orientation: UInt8, littleEndian: Bool) -> [UInt8]
  {
    let directory: [UInt8] =
      littleEndian
      ? [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]
      : [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]
    let content = Array("Exif\0\0".utf8) + directory + [0, 0, 0, 0]
    return Array(jpeg[..<2]) + [0xFF, 0xE1, 0, UInt8(content.count + 2)] + content + jpeg[2...]
  }

  // MARK: Parts

  /// Returns the four bytes of a number, the most significant first.
  public static func big(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  /// Returns the four bytes of a number, the least significant first.
  public static func little(_ value: Int) -> [UInt8] { big(value).reversed() }

  private static func binary(_ value: Int, digits: Int) -> String {
    digits == 0 ? "" : String(String(value + 1 << digits, radix: 2).suffix(digits))
  }

  /// Deflate data in stored blocks.
  private static func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var start = 0
    repeat {
      let end = min(bytes.count, start + 65_535)
      let length = end - start
      result += [end == bytes.count ? 1 : 0]
      result += [UInt8(length & 255), UInt8(length >> 8)]
      result += [UInt8(~length & 255), UInt8(~length >> 8 & 255)]
      result += bytes[start..<end]
      start = end
    } while start < bytes.count
    return result
  }

  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    var value = UInt32.max
    for byte in bytes {
      value ^= UInt32(byte)
      for _ in 0..<8 { value = value >> 1 ^ (value & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return ~value
  }

  private static func adler(_ bytes: [UInt8]) -> UInt32 {
    var (a, b) = (UInt32(1), UInt32(0))
    for byte in bytes {
      a = (a + UInt32(byte)) % 65_521
      b = (b + a) % 65_521
    }
    return b << 16 | a
  }
}
