public import TensorCore

/// Images that were made within a step, with what they should be taken for.
public struct MadeBatch: Sendable {
  /// The images, `[rows, height, width, channels]`.
  public let images: Tensor
  /// The probability of every class, `[rows, classes]`; rows sum to one.
  public let targets: Tensor

  /// Creates a batch.
  ///
  /// - Parameters:
  ///   - images: The images, `[rows, height, width, channels]`.
  ///   - targets: The probability of every class, `[rows, classes]`.
  public init(images: Tensor, targets: Tensor) {
    check(
      images.shape.rank == 4 && targets.shape.rank == 2 && images.shape[0] == targets.shape[0],
      "made images \(images.shape) with targets \(targets.shape)")
    self.images = images
    self.targets = targets
  }
}
