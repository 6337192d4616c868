public import TensorCore

/// A backbone that is a list of stages under a name of its own.
public protocol StagedBackbone: Backbone {
  /// The stages, put together for the number of classes and channels.
  var network: Network { get }
}

extension StagedBackbone {
  /// The parameters and buffers in the order of the stages, then `fc.weight` and `fc.bias`.
  public var layout: ParameterLayout { network.layout }
  /// The number of color channels of the images.
  public var inputChannels: Int { network.inputChannels }
  /// The number of classes.
  public var classCount: Int { network.classCount }
  /// The number of channels behind the last stage.
  public var featureCount: Int { network.featureCount }
  /// What the network computes in inference.
  public var graph: NetworkGraph? { network.graph }

  /// Returns the features and class scores of a batch.
  public func callAsFunction(_ images: Tensor, in pass: ForwardPass) -> BackboneOutput {
    network(images, in: pass)
  }
}
