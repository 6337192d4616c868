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

  /// Returns what is applied to the images of one training step.
  ///
  /// Loaders ask once for every view of a batch. The default returns the augmentation itself, which
  /// does not learn.
  ///
  /// - Parameter step: The step, from 0.
  /// - Returns: An augmentation that no longer changes.
  func at(step: Int) -> any Augmentation
}

extension Augmentation {
  /// Returns the augmentation itself, which does not learn.
  public func at(step: Int) -> any Augmentation { self }

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
