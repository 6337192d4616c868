import Augmentations
import Datasets
import TensorCore
import TestSupport
import Testing

@Suite("Image files")
struct ImageReaderTests {
  let reader = ImageReader()

  private func decode(_ bytes: [UInt8]) throws -> PixelImage {
    try reader.decode(bytes, name: "a.file")
  }

  // MARK: Netpbm

  @Test("grey and colour Netpbm files decode, as text and binary, with comments")
  func netpbm() throws {
    let gray = try decode(Array("P2 # a comment\n3 1\n# more\n255\n0 128 255\n".utf8))
    #expect(gray == PixelImage(width: 3, height: 1, channels: 1, pixels: [0, 128, 255]))
    let color = try decode(Array("P3\n1 2\n255\n1 2 3\n4 5 6".utf8))
    #expect(color == PixelImage(width: 1, height: 2, channels: 3, pixels: [1, 2, 3, 4, 5, 6]))
    let binary = try decode(FileMaker.netpbm(width: 2, height: 1, channels: 3, [1, 2, 3, 4, 5, 6]))
    #expect(binary == PixelImage(width: 2, height: 1, channels: 3, pixels: [1, 2, 3, 4, 5, 6]))
  }

  @Test("Netpbm samples are scaled from any largest value to 255")
  func netpbmScales() throws {
    #expect(try decode(Array("P2 4 1 15 0 1 8 15".utf8)).pixels == [0, 17, 136, 255])
    let wide = Array("P5 3 1 65535\n".utf8) + [0, 0, 0x80, 0x80, 0xFF, 0xFF]
    #expect(try decode(wide).pixels == [0, 128, 255])
  }

  @Test(
    "broken Netpbm files are refused",
    arguments: [
      ("P6 2 2 255\n12345", "12 bytes"), ("P6 2 2 255\n1234567890123", "1 more bytes"),
      ("P2 2 1 15 3 16", "at most 15"), ("P5 0 4 255\n", "at least one pixel"),
      ("P5 4 4 70000\n", "65535"), ("P5 4", "the height"), ("P5 x", "the width"),
      ("P5 60000 60000 255\n", "at most"), ("P5 99999999999999999999 99999999 255\n", "at most"),
      ("P4 8 1\n1", "P4"), ("P3 9 9 255 1 2 3", "243 samples"), ("P2 2 1 255 1 x   ", "sample 1"),
    ])
  func brokenNetpbm(text: String, word: String) {
    expectError(saying: ["a.file", word]) { _ = try decode(Array(text.utf8)) }
  }

  @Test("what is no image is refused, and called by its name where that is known")
  func otherFiles() {
    expectError(saying: ["a.file", "empty"]) { _ = try decode([]) }
    expectError(saying: ["GIF"]) { _ = try decode(Array("GIF89a....".utf8)) }
    expectError(saying: ["01 02 ff"]) { _ = try decode([1, 2, 255]) }
    expectError(saying: ["Git LFS"]) {
      _ = try decode(Array("version https://git-lfs.github.com/spec/v1".utf8))
    }
    expectError(saying: ["no such file", "missing.png"]) { _ = try reader.read("missing.png") }
  }

  @Test("a missing library is an error that names its packages")
  func missingLibrary() {
    let error = DatasetError.missingLibrary(.libturbojpeg, file: "a.jpg")
    for word in ["a.jpg", "libturbojpeg0", "Fedora", "turbojpeg", "Homebrew", "jpeg-turbo"] {
      #expect(error.description.contains(word))
    }
  }

  // MARK: PNG

  private static let rgb = FileMaker.png(
    width: 2, height: 2, colorType: 2, depth: 8,
    rows: [[1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]])

  @Test("PNG samples come out as they are stored", .enabled(if: canDecode(.libpng)))
  func png() throws {
    #expect(try decode(Self.rgb).pixels == Array(1...12))
    let gray = FileMaker.png(width: 3, height: 1, colorType: 0, depth: 8, rows: [[0, 7, 255]])
    #expect(try decode(gray) == PixelImage(width: 3, height: 1, channels: 1, pixels: [0, 7, 255]))
    let bits = FileMaker.png(width: 4, height: 1, colorType: 0, depth: 2, rows: [[0b00_01_10_11]])
    #expect(try decode(bits).pixels == [0, 85, 170, 255])
    let palette = FileMaker.png(
      width: 2, height: 1, colorType: 3, depth: 8, rows: [[1, 0]],
      chunks: [("PLTE", [10, 20, 30, 40, 50, 60]), ("tRNS", [0, 128])])
    #expect(try decode(palette).pixels == [40, 50, 60, 10, 20, 30])
  }

  @Test("alpha is dropped, not composited", .enabled(if: canDecode(.libpng)))
  func pngAlpha() throws {
    let file = FileMaker.png(
      width: 2, height: 1, colorType: 6, depth: 8, rows: [[200, 100, 50, 0, 1, 2, 3, 128]])
    #expect(try decode(file).pixels == [200, 100, 50, 1, 2, 3])
    let gray = FileMaker.png(width: 2, height: 1, colorType: 4, depth: 8, rows: [[9, 0, 77, 10]])
    #expect(try decode(gray) == PixelImage(width: 2, height: 1, channels: 1, pixels: [9, 77]))
  }

  @Test("a gamma chunk changes nothing", .enabled(if: canDecode(.libpng)))
  func pngGamma() throws {
    let samples: [UInt8] = [10, 60, 128, 200]
    let file = FileMaker.png(
      width: 4, height: 1, colorType: 0, depth: 8, rows: [samples],
      chunks: [("gAMA", FileMaker.big(100_000))])
    #expect(try decode(file).pixels == samples)
  }

  @Test("samples of 16 bits are taken as sRGB and rounded", .enabled(if: canDecode(.libpng)))
  func pngSixteenBits() throws {
    let file = FileMaker.png(
      width: 4, height: 1, colorType: 0, depth: 16,
      rows: [[0, 0, 0x12, 0x34, 0x80, 0x80, 0xFF, 0xFF]])
    #expect(try decode(file).pixels == [0, 18, 128, 255])
  }

  @Test("a PNG header that asks for too much is refused before anything is allocated")
  func pngSizes() {
    let huge = FileMaker.png(width: 60_000, height: 60_000, colorType: 2, depth: 8, rows: [[0]])
    expectError(saying: ["a.file", "60000 x 60000"]) { _ = try decode(huge) }
    let bomb = FileMaker.png(width: 8_000, height: 8_000, colorType: 2, depth: 8, rows: [[0]])
    expectError(saying: ["a.file", "cannot hold"]) { _ = try decode(bomb) }
    let none = FileMaker.png(width: 0, height: 5, colorType: 2, depth: 8, rows: [[0]])
    expectError(saying: ["at least one pixel"]) { _ = try decode(none) }
    let odd = FileMaker.png(width: 5, height: 5, colorType: 2, depth: 7, rows: [[0]])
    expectError(saying: ["7 bits"]) { _ = try decode(odd) }
  }

  @Test("a smaller limit can be set")
  func limit() {
    expectError(saying: ["at most 3 pixels"]) {
      _ = try ImageReader(maximumPixelCount: 3).decode(Self.rgb, name: "a.file")
    }
  }

  // MARK: JPEG

  @Test(
    "flat JPEG files decode, CMYK by Adobe's convention", .enabled(if: canDecode(.libturbojpeg)))
  func jpeg() throws {
    let gray = try decode(FileMaker.jpeg([77]))
    #expect(gray == PixelImage(width: 8, height: 8, channels: 1, filledWith: 77))
    let cmyk = try decode(FileMaker.jpeg([255, 128, 0, 255]))
    #expect(cmyk.channels == 3)
    #expect(Array(cmyk.pixels[..<3]) == [255, 128, 0])
    let dark = try decode(FileMaker.jpeg([255, 128, 0, 100]))
    #expect(Array(dark.pixels[..<3]) == [100, 50, 0])
  }

  @Test(
    "an Exif orientation is carried out", .enabled(if: canDecode(.libturbojpeg)),
    arguments: 1...8)
  func orientation(value: Int) throws {
    let file = try sampleJPEG()
    let stored = try decode(file)
    let (w, h) = (stored.width, stored.height)
    for littleEndian in [false, true] {
      let shown = try decode(
        FileMaker.oriented(file, UInt8(value), littleEndian: littleEndian))
      #expect((shown.width, shown.height) == (value < 5 ? (w, h) : (h, w)))
      // Where the pixel of the file's first row and column is seen, by the Exif standard.
      for (row, column) in [(0, 0), (0, 5), (7, 2)] {
        let (y, x) =
          switch value {
          case 1: (row, column)
          case 2: (row, w - 1 - column)
          case 3: (h - 1 - row, w - 1 - column)
          case 4: (h - 1 - row, column)
          case 5: (column, row)
          case 6: (column, h - 1 - row)
          case 7: (w - 1 - column, h - 1 - row)
          default: (w - 1 - column, row)
          }
        for channel in 0..<3 {
          #expect(shown[y, x, channel] == stored[row, column, channel])
        }
      }
    }
  }

  @Test("a damaged Exif segment is passed over", .enabled(if: canDecode(.libturbojpeg)))
  func damagedExif() throws {
    let file = try sampleJPEG()
    let plain = try decode(file)
    for value in [UInt8(0), 9, 255] {
      #expect(try decode(FileMaker.oriented(file, value, littleEndian: true)) == plain)
    }
  }

  @Test("a JPEG header that asks for too much is refused", .enabled(if: canDecode(.libturbojpeg)))
  func jpegSizes() {
    var file = FileMaker.jpeg([77])
    guard let start = file.indices.first(where: { file[$0] == 0xFF && file[$0 + 1] == 0xC0 }) else {
      Issue.record("no header")
      return
    }
    file.replaceSubrange(start + 5..<start + 9, with: [0xEA, 0x60, 0xEA, 0x60])
    expectError(saying: ["a.file", "60000 x 60000"]) { _ = try decode(file) }
  }

  // MARK: Damage

  @Test(
    "a file cut anywhere is refused", .enabled(if: canDecode(.libpng, .libturbojpeg)),
    arguments: ["png", "jpeg", "progressive", "ppm"])
  func cutFiles(kind: String) throws {
    let file = try sample(kind)
    // The last two bytes of a JPEG file are an end mark that holds no pixel.
    let end = kind == "png" || kind == "ppm" ? file.count : file.count - 2
    for length in 0..<end {
      expectError(saying: ["a.file"]) { _ = try decode(Array(file[..<length])) }
    }
  }

  @Test(
    "a file with changed bytes gives an image or an error",
    .enabled(if: canDecode(.libpng, .libturbojpeg)),
    arguments: ["png", "jpeg", "progressive", "ppm"])
  func changedFiles(kind: String) throws {
    let file = try sample(kind)
    let small = ImageReader(maximumPixelCount: 1 << 16)
    var random = RandomKey(seed: 7).stream("changed-files")
    var refused = 0
    for _ in 0..<500 {
      var bytes = file
      for _ in 0...random.integer(below: 4) {
        bytes[random.integer(below: bytes.count)] = UInt8(random.integer(below: 256))
      }
      do {
        let image = try small.decode(bytes, name: "a.file")
        #expect(image.pixels.count == image.width * image.height * image.channels)
      } catch is DatasetError {
        refused += 1
      }
    }
    #expect(refused > 0)
  }

  private func sample(_ kind: String) throws -> [UInt8] {
    switch kind {
    case "png": Self.rgb
    case "jpeg": try sampleJPEG()
    case "progressive": try sampleJPEG("progressive.jpg")
    default: FileMaker.flat([1, 2, 3])
    }
  }
}
