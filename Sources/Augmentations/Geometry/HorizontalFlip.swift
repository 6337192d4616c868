public import TensorCore

/// Mirrors the image left to right with a given probability.
public struct HorizontalFlip: Augmentation {
  /// The probability that the image is mirrored, from 0 to 1.
  package let probability: Float

  /// Creates a flip.
  ///
  /// - Parameter probability: The probability that the image is mirrored, in 0 ... 1.
  package init(probability: Float = 0.5) {
    check(probability >= 0 && probability <= 1, "HorizontalFlip: probability \(probability)")
    self.probability = probability
  }

  /// Mirrors the image, or leaves it as it is; draws one number.
  public func apply(to image: inout PixelImage, using random: inout RandomStream) {
    if random.bernoulli(probability) { image.mirror() }
  }
}

extension PixelImage {
  /// Reverses the order of the columns.
  package mutating func mirror() {
    let channels = channels
    let stride = width * channels
    pixels.withUnsafeMutableBufferPointer { samples in
      var start = 0
      while start < samples.count {
        var left = start
        var right = start + stride - channels
        while left < right {
          for channel in 0..<channels { samples.swapAt(left + channel, right + channel) }
          left += channels
          right -= channels
        }
        start += stride
      }
    }
  }
}
