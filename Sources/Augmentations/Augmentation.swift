public import TensorCore

/// A change of an image that leaves its label as it is.
///
/// An augmentation is deterministic under its stream: the same image and the same stream give the
/// same bytes, on every machine and whatever the number of threads. It may change the size of the
/// image only as a function of the size, never of the stream, so that the views of a batch have one
/// size. It keeps the number of channels.
public protocol Augmentation: Sendable {
  /// Changes an image in place.
  ///
  /// - Parameters:
  ///   - image: The image to change.
  ///   - random: The stream that every random choice is drawn from.
  func apply(to image: inout PixelImage, using random: inout RandomStream)
}

extension Augmentation {
  /// Returns the changed image.
  ///
  /// - Parameters:
  ///   - image: The image, which stays as it is.
  ///   - random: The stream that every random choice is drawn from.
  /// - Returns: The changed image.
  public func callAsFunction(
    _ image: PixelImage, using random: inout RandomStream
  ) -> PixelImage {
    var result = image
    apply(to: &result, using: &random)
    return result
  }
}
