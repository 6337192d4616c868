import TensorCore

@testable import Augmentations

extension PixelImage {
  /// Returns an image of independent uniform samples.
  static func noise(width: Int, height: Int, channels: Int, seed: UInt64 = 1) -> PixelImage {
    var random = RandomKey(seed: seed).stream("noise")
    return PixelImage(
      width: width, height: height, channels: channels,
      pixels: (0..<width * height * channels).map { _ in UInt8(random.integer(below: 256)) })
  }

  /// Returns a grey image of the given rows.
  static func grey(_ rows: [[UInt8]]) -> PixelImage {
    PixelImage(
      width: rows[0].count, height: rows.count, channels: 1, pixels: rows.flatMap { $0 })
  }

  /// The samples of a grey image, by rows.
  var rows: [[UInt8]] {
    (0..<height).map { Array(pixels[$0 * width..<($0 + 1) * width]) }
  }
}

/// Returns the stream with which a test draws sample `index`.
func stream(_ index: Int, seed: UInt64 = 3) -> RandomStream {
  RandomKey(seed: seed).stream("test", sample: index)
}
