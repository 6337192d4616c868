public import TensorCore

/// The features and class scores of a batch of images.
public struct BackboneOutput: Sendable {
  /// What the classifier sees, `[batch, features]`.
  public let features: Tensor
  /// The class scores before softmax, `[batch, classes]`.
  public let logits: Tensor

  /// Creates an output.
  ///
  /// - Parameters:
  ///   - features: What the classifier sees, `[batch, features]`.
  ///   - logits: The class scores before softmax, `[batch, classes]`.
  public init(features: Tensor, logits: Tensor) {
    self.features = features
    self.logits = logits
  }
}
