import Augmentations

/// Decodes one grey or colour image of the Netpbm family: P2, P3, P5, P6.
struct NetpbmDecoder {
  let bytes: [UInt8]
  let name: String
  let reader: ImageReader
  private var place = 2

  init(bytes: [UInt8], name: String, reader: ImageReader) {
    self.bytes = bytes
    self.name = name
    self.reader = reader
  }

  mutating func decode() throws -> PixelImage {
    let (channels, isText): (Int, Bool)
    switch bytes[1] {
    case UInt8(ascii: "2"): (channels, isText) = (1, true)
    case UInt8(ascii: "3"): (channels, isText) = (3, true)
    case UInt8(ascii: "5"): (channels, isText) = (1, false)
    case UInt8(ascii: "6"): (channels, isText) = (3, false)
    default:
      throw DatasetError.malformed(
        file: name, expected: "a PGM or PPM image (P2, P3, P5 or P6)",
        found: "P\(Int(bytes[1]) - 0x30)")
    }
    let width = try number("the width")
    let height = try number("the height")
    let maximum = try number("the largest value")
    guard (1...65_535).contains(maximum) else {
      throw DatasetError.malformed(
        file: name, expected: "a largest value in 1 ... 65535", found: "\(maximum)")
    }
    try reader.checkSize(width: width, height: height, name: name)
    let count = width * height * channels
    let pixels =
      isText
      ? try textSamples(count, maximum: maximum) : try binarySamples(count, maximum: maximum)
    return PixelImage(width: width, height: height, channels: channels, pixels: pixels)
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

  /// Reads the next number, past white space and comments.
  private mutating func number(_ what: String) throws -> Int {
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "#") {
        while place < bytes.count, bytes[place] != 10, bytes[place] != 13 { place += 1 }
      } else if isSpace(bytes[place]) {
        place += 1
      } else {
        break
      }
    }
    let start = place
    var value = 0
    while place < bytes.count, (0x30...0x39).contains(bytes[place]) {
      value = min(value * 10 + Int(bytes[place] - 0x30), 1 << 40)
      place += 1
    }
    guard place > start else {
      throw DatasetError.malformed(
        file: name, expected: "\(what) at byte \(start)",
        found: start < bytes.count ? "something that is no number" : "the end of the file")
    }
    return value
  }

  private func scaled(_ value: Int, maximum: Int) throws -> UInt8 {
    guard value <= maximum else {
      throw DatasetError.malformed(
        file: name, expected: "samples of at most \(maximum)", found: "\(value)")
    }
    return UInt8(maximum == 255 ? value : (value * 255 + maximum / 2) / maximum)
  }

  private mutating func textSamples(_ count: Int, maximum: Int) throws -> [UInt8] {
    // Every sample takes a digit and the space before it.
    guard bytes.count - place >= 2 * count else {
      throw DatasetError.malformed(
        file: name, expected: "\(count) samples", found: "\(bytes.count - place) characters")
    }
    var samples = [UInt8]()
    samples.reserveCapacity(count)
    for index in 0..<count {
      samples.append(try scaled(try number("sample \(index)"), maximum: maximum))
    }
    try expectEnd()
    return samples
  }

  private mutating func binarySamples(_ count: Int, maximum: Int) throws -> [UInt8] {
    guard place < bytes.count, isSpace(bytes[place]) else {
      throw DatasetError.malformed(
        file: name, expected: "white space after the header", found: "something else")
    }
    place += 1
    let width = maximum > 255 ? 2 : 1
    guard bytes.count - place >= count * width else {
      throw DatasetError.malformed(
        file: name, expected: "\(count * width) bytes of samples",
        found: "\(bytes.count - place)")
    }
    let start = place
    place += count * width
    try expectEnd()
    if maximum == 255 { return Array(bytes[start..<place]) }
    return try (0..<count).map { index in
      let value =
        width == 1
        ? Int(bytes[start + index])
        : Int(bytes[start + 2 * index]) << 8 | Int(bytes[start + 2 * index + 1])
      return try scaled(value, maximum: maximum)
    }
  }

  /// Refuses anything but white space after the samples.
  private func expectEnd() throws {
    guard bytes[place...].allSatisfy(isSpace) else {
      throw DatasetError.malformed(
        file: name, expected: "the end of the image at byte \(place)",
        found: "\(bytes.count - place) more bytes")
    }
  }
}
