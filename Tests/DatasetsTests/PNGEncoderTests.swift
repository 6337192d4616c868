import Augmentations
import Foundation
import TensorCore
import Testing

@testable import Datasets

@Suite("Writing PNG files")
struct PNGEncoderTests {
  private func image(width: Int, height: Int, channels: Int) -> PixelImage {
    var random = RandomKey(seed: 4).stream("png-test", sample: width, view: channels)
    var image = PixelImage(width: width, height: height, channels: channels)
    for place in image.pixels.indices {
      // A slope with a little noise, so that every filter has its turn.
      let slope = place * 7 / max(width, 1)
      image.pixels[place] = UInt8(truncatingIfNeeded: slope + random.integer(below: 9))
    }
    return image
  }

  @Test("the checksum is that of PNG's own specification")
  func checksum() {
    #expect(CyclicRedundancyCheck.ethernet(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(CyclicRedundancyCheck.ethernet(Array("IEND".utf8)) == 0xAE42_6082)
  }

  @Test("stored data expand to the same bytes", arguments: [0, 1, 65_535, 65_536, 140_000])
  func stored(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    #expect(try StoredPNG.expand(ZlibStream.store(bytes)) == bytes)
  }

  @Test(
    "a file of stored data decodes to the same pixels, by a reader of the test's own",
    arguments: [(1, 1), (5, 3), (17, 40), (256, 130)], [1, 3])
  func ownReader(size: (Int, Int), channels: Int) throws {
    let image = image(width: size.0, height: size.1, channels: channels)
    let rows = PNGEncoder.filteredRows(of: image)
    let file = PNGEncoder.file(image, data: ZlibStream.store(rows))
    #expect(try StoredPNG.decode(file) == image)
  }

  @Test(
    "a file decodes to the same pixels through libpng",
    .enabled(if: CodecLibrary.libpng.isAvailable),
    arguments: [(1, 1), (5, 3), (64, 64), (300, 200)], [1, 3])
  func libpng(size: (Int, Int), channels: Int) throws {
    let image = image(width: size.0, height: size.1, channels: channels)
    for file in [
      PNGEncoder.encode(image),
      PNGEncoder.file(image, data: ZlibStream.store(PNGEncoder.filteredRows(of: image))),
    ] {
      #expect(
        try PNGDecoder(bytes: file, name: "memory", reader: ImageReader()).decode() == image)
    }
  }

  @Test(
    "a smooth image takes fewer bytes than its pixels", .enabled(if: CodecLibrary.zlib.isAvailable))
  func compression() {
    let image = image(width: 64, height: 64, channels: 3)
    #expect(PNGEncoder.encode(image).count < image.pixels.count * 3 / 4)
  }
}

/// Reads PNG files whose data are stored, not compressed.
private enum StoredPNG {
  struct Malformed: Error {
    let what: String
  }

  static func decode(_ file: [UInt8]) throws -> PixelImage {
    guard file.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else {
      throw Malformed(what: "signature")
    }
    var (place, header, data): (Int, [UInt8], [UInt8]) = (8, [], [])
    var kinds: [String] = []
    while place < file.count {
      let length = number(file, place)
      let kind = String(decoding: file[place + 4..<place + 8], as: UTF8.self)
      let contents = Array(file[place + 8..<place + 8 + length])
      let checksum = CyclicRedundancyCheck.ethernet(file[place + 4..<place + 8 + length])
      guard number(file, place + 8 + length) == Int(checksum) else {
        throw Malformed(what: "checksum of \(kind)")
      }
      if kind == "IHDR" { header = contents }
      if kind == "IDAT" { data += contents }
      kinds.append(kind)
      place += 12 + length
    }
    guard kinds == ["IHDR", "IDAT", "IEND"], header.count == 13, header[8] == 8 else {
      throw Malformed(what: "chunks \(kinds)")
    }
    let channels = header[9] == 0 ? 1 : 3
    let (width, height) = (number(header, 0), number(header, 4))
    return PixelImage(
      width: width, height: height, channels: channels,
      pixels: try unfiltered(expand(data), length: width * channels, step: channels))
  }

  static func expand(_ stream: [UInt8]) throws -> [UInt8] {
    guard (Int(stream[0]) << 8 | Int(stream[1])) % 31 == 0, stream[0] & 15 == 8 else {
      throw Malformed(what: "zlib header")
    }
    var (place, bytes, isLast): (Int, [UInt8], Bool) = (2, [], false)
    while !isLast {
      isLast = stream[place] == 1
      let length = Int(stream[place + 1]) | Int(stream[place + 2]) << 8
      let inverse = Int(stream[place + 3]) | Int(stream[place + 4]) << 8
      guard stream[place] <= 1, length ^ inverse == 0xFFFF else { throw Malformed(what: "block") }
      bytes += stream[place + 5..<place + 5 + length]
      place += 5 + length
    }
    let sums = bytes.reduce(into: (1, 0)) { sums, byte in
      sums.0 = (sums.0 + Int(byte)) % 65_521
      sums.1 = (sums.1 + sums.0) % 65_521
    }
    guard number(stream, place) == sums.1 << 16 | sums.0, place + 4 == stream.count else {
      throw Malformed(what: "Adler checksum")
    }
    return bytes
  }

  private static func unfiltered(_ rows: [UInt8], length: Int, step: Int) throws -> [UInt8] {
    var pixels: [UInt8] = []
    for start in stride(from: 0, to: rows.count, by: length + 1) {
      let first = pixels.count
      for column in 0..<length {
        let left = column < step ? 0 : Int(pixels[first + column - step])
        let up = first == 0 ? 0 : Int(pixels[first + column - length])
        let corner = first == 0 || column < step ? 0 : Int(pixels[first + column - length - step])
        let guess: Int
        switch rows[start] {
        case 0: guess = 0
        case 1: guess = left
        case 2: guess = up
        case 3: guess = (left + up) / 2
        case 4:
          let nearest = [left, up, corner].map { abs(left + up - corner - $0) }
          guess =
            nearest[0] <= nearest[1] && nearest[0] <= nearest[2]
            ? left : nearest[1] <= nearest[2] ? up : corner
        default: throw Malformed(what: "filter \(rows[start])")
        }
        pixels.append(UInt8(truncatingIfNeeded: Int(rows[start + 1 + column]) + guess))
      }
    }
    return pixels
  }

  private static func number(_ bytes: [UInt8], _ place: Int) -> Int {
    bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
  }
}
