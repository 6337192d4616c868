import Augmentations
import CImageCodecs

/// Decodes one JPEG file.
struct JPEGDecoder {
  let bytes: [UInt8]
  let name: String
  let reader: PictureReader

  func decode() throws -> PixelImage {
    let expected = "an intact JPEG picture"
    var message = CodecMessage()
    var (width, height, kind) = (Int32(0), Int32(0), Int32(0))
    let found = message.collect {
      sic_jpeg_header(bytes, bytes.count, &width, &height, &kind, $0)
    }
    try check(found, message.text, library: .libturbojpeg, name: name, expected: expected)
    try reader.checkSize(width: Int(width), height: Int(height), name: name)
    let stored =
      switch Int(kind) {
      case SIC_JPEG_GRAY: 1
      case SIC_JPEG_CMYK: 4
      default: 3
      }
    let count = Int(width) * Int(height)
    var status = Int32(SIC_OK)
    var pixels = [UInt8](unsafeUninitializedCapacity: count * stored) { target, used in
      status = message.collect {
        sic_jpeg_decode(bytes, bytes.count, width, height, kind, target.baseAddress, $0)
      }
      used = status == SIC_OK ? count * stored : 0
    }
    try check(status, message.text, library: .libturbojpeg, name: name, expected: expected)
    if stored == 4 { pixels = JPEGDecoder.colors(ofInvertedInks: pixels) }
    let image = PixelImage(
      width: Int(width), height: Int(height), channels: stored == 1 ? 1 : 3, pixels: pixels)
    return image.oriented(by: ExifOrientation(jpeg: bytes))
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
