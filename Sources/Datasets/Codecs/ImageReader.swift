public import Augmentations
import Foundation

/// Decodes image files: PNG, JPEG, PPM and PGM.
///
/// Grey files give one channel, all others three. Of PNG files, alpha is dropped and not composited,
/// palettes are resolved, samples of 16 bits are rounded to eight, and colour-space information
/// (gAMA, cHRM, iCCP, sRGB) is ignored, so that the stored samples come out. JPEG is decoded with the
/// accurate inverse transform and smooth upsampling, CMYK is converted by Adobe's convention
/// (inverted inks, no profile), and an EXIF orientation is carried out.
///
/// The kind of a file is told by its first bytes, never by its name.
public struct ImageReader: Sendable, Hashable {
  /// The largest width times height that is decoded.
  package var maximumPixelCount: Int

  /// The largest file that is read.
  static let maximumFileSize = 1 << 28

  /// Creates a reader.
  ///
  /// - Parameter maximumPixelCount: The largest width times height that is decoded, by default 2 to
  ///   the power 26, which is 8192 x 8192; it bounds the memory that a broken file can ask for to
  ///   about seven bytes a pixel, and six more inside the codec for a progressive JPEG.
  public init(maximumPixelCount: Int = 1 << 26) {
    self.maximumPixelCount = maximumPixelCount
  }

  /// Decodes a file.
  ///
  /// - Parameter path: The file.
  /// - Returns: The image, with one channel if the file is grey and three if not.
  /// - Throws: A ``DatasetError`` that names the file.
  public func read(_ path: String) throws -> PixelImage {
    try decode(try FileBytes.read(path, limit: ImageReader.maximumFileSize), name: path)
  }

  /// Decodes a file and brings it to a size.
  ///
  /// The size changes by Pillow's bilinear filter. Of a JPEG image that is at least four times as
  /// large as wanted on both sides, the codec decodes a half, a quarter or an eighth of the columns
  /// and rows only, never less than twice what is wanted, as Pillow's `draft` does: several times as
  /// fast, and a few levels away from the filter over all pixels.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - width: The number of columns, at least 1.
  ///   - height: The number of rows, at least 1.
  /// - Returns: The image, with one channel if the file is grey and three if not.
  /// - Throws: A ``DatasetError`` that names the file.
  public func read(_ path: String, fittingWidth width: Int, height: Int) throws -> PixelImage {
    let bytes = try FileBytes.read(path, limit: ImageReader.maximumFileSize)
    let image = try decode(bytes, name: path, for: (width, height))
    return image.converted(width: width, height: height, channels: image.channels)
  }

  /// Decodes a file's bytes.
  ///
  /// - Parameters:
  ///   - bytes: The contents of the file.
  ///   - name: What errors call the file.
  /// - Returns: The image, with one channel if the file is grey and three if not.
  /// - Throws: A ``DatasetError`` that names the file.
  public func decode(_ bytes: [UInt8], name: String) throws -> PixelImage {
    try decode(bytes, name: name, for: nil)
  }

  private func decode(
    _ bytes: [UInt8], name: String, for target: (width: Int, height: Int)?
  ) throws -> PixelImage {
    if bytes.starts(with: PNGDecoder.signature) {
      return try PNGDecoder(bytes: bytes, name: name, reader: self).decode()
    }
    if bytes.starts(with: [0xFF, 0xD8]) {
      return try JPEGDecoder(bytes: bytes, name: name, reader: self).decode(for: target)
    }
    if bytes.count > 1, bytes[0] == UInt8(ascii: "P"), (0x31...0x37).contains(bytes[1]) {
      var decoder = NetpbmDecoder(bytes: bytes, name: name, reader: self)
      return try decoder.decode()
    }
    throw DatasetError.malformed(
      file: name, expected: "a PNG, JPEG, PPM or PGM image",
      found: ImageReader.describe(bytes))
  }

  /// Checks an image's size, before anything is allocated for it.
  func checkSize(width: Int, height: Int, name: String) throws {
    guard width > 0, height > 0 else {
      throw DatasetError.malformed(
        file: name, expected: "an image with at least one pixel",
        found: "\(width) x \(height) pixels")
    }
    let (product, overflow) = width.multipliedReportingOverflow(by: height)
    guard !overflow, product <= maximumPixelCount, width <= 1 << 24 else {
      throw DatasetError.malformed(
        file: name, expected: "at most \(maximumPixelCount) pixels",
        found: "\(width) x \(height) in the header")
    }
  }

  /// Says what a file starts with.
  private static func describe(_ bytes: [UInt8]) -> String {
    if bytes.isEmpty { return "an empty file" }
    let known: [(start: String, name: String)] = [
      ("GIF8", "a GIF image"), ("BM", "a BMP image"), ("RIFF", "a WebP or other RIFF file"),
      ("II*", "a TIFF image"), ("MM", "a TIFF image"),
      ("version https://git-lfs", "a Git LFS pointer instead of the file"),
    ]
    for kind in known where bytes.starts(with: Array(kind.start.utf8)) { return kind.name }
    let start = bytes.prefix(8).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }
    return "a file that starts with the bytes \(start.joined(separator: " "))"
  }
}
