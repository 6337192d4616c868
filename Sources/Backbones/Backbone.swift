public import TensorCore

/// A network from images to features and class scores.
///
/// A backbone is a description: the shapes and names of its parameters and how they are combined.
/// The numbers live in a `ParameterStore`, so a student and its teacher are one
/// backbone with two stores.
public protocol Backbone: Sendable {
  /// The parameters and buffers, named as in PyTorch's `state_dict`.
  var layout: ParameterLayout { get }
  /// The number of color channels of the images.
  var inputChannels: Int { get }
  /// The number of classes.
  var classCount: Int { get }
  /// The number of features that the classifier sees.
  var featureCount: Int { get }
  /// What the network computes in inference, for exports; nil, the default, if it does not say.
  var graph: NetworkGraph? { get }

  /// Returns the features and class scores of a batch.
  ///
  /// - Parameters:
  ///   - images: The images, `[batch, height, width, channels]`.
  ///   - pass: The weights to use, and whether to train or to infer.
  /// - Returns: Features `[batch, features]` and logits `[batch, classes]`.
  func callAsFunction(_ images: Tensor, in pass: ForwardPass) -> BackboneOutput
}

extension Backbone {
  /// Nil: the network does not say what it computes, and cannot be exported as a graph.
  public var graph: NetworkGraph? { nil }
}
