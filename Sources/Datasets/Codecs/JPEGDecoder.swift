import Augmentations
import CImageCodecs

/// Decodes one JPEG file.
struct JPEGDecoder {
  let bytes: [UInt8]
  let name: String
  let reader: ImageReader

  /// Decodes the file.
  ///
  /// - Parameter target: The size that the image is brought to afterwards; the codec leaves out
  ///   pixels by a factor of 2, 4 or 8 then, as long as twice that size is left on both sides.
  /// - Returns: The pixels.
  /// - Throws: A ``ImageError`` that says what is wrong with the file.
  func decode(for target: (width: Int, height: Int)? = nil) throws -> PixelImage {
    var message = CodecMessage()
    var (width, height, kind) = (Int32(0), Int32(0), Int32(0))
    var stream: OpaquePointer?
    let found = message.collect {
      sic_jpeg_open(bytes, bytes.count, &stream, &width, &height, &kind, $0)
    }
    defer { sic_jpeg_close(stream) }
    try check(found, message)
    try reader.checkSize(width: Int(width), height: Int(height), name: name)
    let orientation = ExifOrientation(jpeg: bytes)
    let reduction = target.map { target in
      let (wanted, other) =
        orientation.isTurned ? (target.height, target.width) : (target.width, target.height)
      return [8, 4, 2].first { Int(width) / $0 >= 2 * wanted && Int(height) / $0 >= 2 * other } ?? 1
    }
    let factor = Int32(reduction ?? 1)
    let (columns, rows) = ((width + factor - 1) / factor, (height + factor - 1) / factor)
    let stored =
      switch Int(kind) {
      case SIC_JPEG_GRAY: 1
      case SIC_JPEG_CMYK: 4
      default: 3
      }
    let count = Int(columns) * Int(rows)
    var status = Int32(SIC_OK)
    var pixels = [UInt8](unsafeUninitializedCapacity: count * stored) { target, used in
      status = message.collect {
        sic_jpeg_decode(stream, bytes, bytes.count, columns, rows, kind, target.baseAddress, $0)
      }
      used = status == SIC_OK ? count * stored : 0
    }
    try check(status, message)
    if stored == 4 { pixels = JPEGDecoder.colors(ofInvertedInks: pixels) }
    let image = PixelImage(
      width: Int(columns), height: Int(rows), channels: stored == 1 ? 1 : 3, pixels: pixels)
    return image.oriented(by: orientation)
  }

  private func check(_ status: Int32, _ message: CodecMessage) throws {
    try Datasets.check(
      status, message, library: .libturbojpeg, name: name, expected: "an intact JPEG image")
  }

  /// Converts cyan, magenta, yellow and black, stored as 255 minus the ink, as Adobe does.
  private static func colors(ofInvertedInks inks: [UInt8]) -> [UInt8] {
    let count = inks.count / 4
    return [UInt8](unsafeUninitializedCapacity: count * 3) { target, used in
      inks.withUnsafeBufferPointer { source in
        for i in 0..<count {
          let light = Int(source[4 * i + 3])
          for channel in 0..<3 {
            let product = (255 - Int(source[4 * i + channel])) * light + 128
            let ink = (product + product >> 8) >> 8
            target[3 * i + channel] = UInt8(max(0, light - ink))
          }
        }
      }
      used = count * 3
    }
  }
}
