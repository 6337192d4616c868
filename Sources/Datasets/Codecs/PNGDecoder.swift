import Augmentations
import CImageCodecs

/// Decodes one PNG file.
struct PNGDecoder {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  let bytes: [UInt8]
  let name: String
  let reader: ImageReader

  func decode() throws -> PixelImage {
    let header = try readHeader()
    let file = try essentialFile(for: header)
    let (width, height) = (header.width, header.height)
    let count = width * height
    var message = CodecMessage()
    var status = Int32(SIC_OK)
    let rgba = [UInt8](unsafeUninitializedCapacity: count * 4) { target, used in
      status = message.collect { message in
        sic_png_decode(
          file, file.count, UInt32(width), UInt32(height), target.baseAddress, message)
      }
      used = status == SIC_OK ? count * 4 : 0
    }
    try check(status, message, library: .libpng, name: name, expected: "an intact PNG image")
    let channels = header.isGray ? 1 : 3
    let pixels = [UInt8](unsafeUninitializedCapacity: count * channels) { target, used in
      rgba.withUnsafeBufferPointer { source in
        if channels == 1 {
          for i in 0..<count { target[i] = source[4 * i] }
        } else {
          for i in 0..<count {
            target[3 * i] = source[4 * i]
            target[3 * i + 1] = source[4 * i + 1]
            target[3 * i + 2] = source[4 * i + 2]
          }
        }
      }
      used = count * channels
    }
    return PixelImage(width: width, height: height, channels: channels, pixels: pixels)
  }

  private struct Header {
    var width: Int
    var height: Int
    var bitsPerPixel: Int
    var isGray: Bool
  }

  private func readHeader() throws -> Header {
    guard bytes.count >= 33, word(at: 8) == 13, Array(bytes[12..<16]) == Array("IHDR".utf8) else {
      throw DatasetError.malformed(
        file: name, expected: "a PNG header of 33 bytes", found: "\(bytes.count) bytes without it")
    }
    let (width, height) = (word(at: 16), word(at: 20))
    try reader.checkSize(width: width, height: height, name: name)
    let depth = Int(bytes[24])
    let samples: Int? =
      switch bytes[25] {
      case 0, 3: 1
      case 2: 3
      case 4: 2
      case 6: 4
      default: nil
      }
    guard let samples, [1, 2, 4, 8, 16].contains(depth) else {
      throw DatasetError.malformed(
        file: name, expected: "a PNG colour type and bit depth",
        found: "type \(bytes[25]) with \(depth) bits")
    }
    return Header(
      width: width, height: height, bitsPerPixel: samples * depth,
      isGray: bytes[25] == 0 || bytes[25] == 4)
  }

  /// Returns the file without the chunks that pixels do not need.
  ///
  /// Without gAMA and its kin, libpng has no reason to change the samples.
  private func essentialFile(for header: Header) throws -> [UInt8] {
    var file = PNGDecoder.signature
    file.reserveCapacity(bytes.count)
    var place = 8
    var compressed = 0
    var isComplete = false
    while !isComplete {
      guard place + 12 <= bytes.count else { throw truncated(at: place) }
      let length = word(at: place)
      guard length <= bytes.count - place - 12 else { throw truncated(at: place) }
      let kind = bytes[place + 4..<place + 8]
      let isCritical = kind[place + 4] & 0x20 == 0
      if isCritical || kind.elementsEqual("tRNS".utf8) {
        file.append(contentsOf: bytes[place..<place + 12 + length])
      }
      if kind.elementsEqual("IDAT".utf8) { compressed += length }
      isComplete = kind.elementsEqual("IEND".utf8)
      place += 12 + length
    }
    // Deflate shrinks by a factor of 1032 at most (zlib, technical details).
    let needed = header.width * header.height / 8 * header.bitsPerPixel
    guard needed <= compressed * 1_032 + 1_032 else {
      throw DatasetError.malformed(
        file: name, expected: "data for \(header.width) x \(header.height) pixels",
        found: "\(compressed) compressed bytes, which cannot hold them")
    }
    return file
  }

  private func truncated(at place: Int) -> DatasetError {
    .malformed(
      file: name, expected: "a whole PNG image",
      found: "\(bytes.count) bytes that end inside the chunk at byte \(place)")
  }

  /// The big-endian number of four bytes.
  private func word(at place: Int) -> Int {
    Int(bytes[place]) << 24 | Int(bytes[place + 1]) << 16 | Int(bytes[place + 2]) << 8
      | Int(bytes[place + 3])
  }
}
