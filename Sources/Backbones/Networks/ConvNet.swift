public import TensorCore

/// A small plain network: four 3x3 convolutions, each with batch norm and leaky ReLU.
///
/// The first has stride 1, the others stride 2, and the channels double from one to the next:
/// quick enough for a demonstration on two cores.
public struct ConvNet: Backbone {
  /// The parameters and buffers, `features.0.conv.weight` to `fc.bias`.
  public let layout: ParameterLayout
  /// The number of color channels of the images.
  public let inputChannels: Int
  /// The number of classes.
  public let classCount: Int
  /// The number of features, eight times the width; more where attention concatenates.
  public let featureCount: Int
  private static let slope: Float = 0.1
  private let layers: [(convolution: Convolution2D, norm: BatchNormalization)]
  private let attention: LocalAttentionModule?
  /// The layer behind which attention stands.
  private let attentionLayer: Int?
  private let head: ClassifierHead
  private let classifier: Linear

  /// Creates the description of a network.
  ///
  /// - Parameters:
  ///   - classCount: The number of classes.
  ///   - width: The channels of the first convolution.
  ///   - inputChannels: The number of color channels of the images.
  ///   - momentum: The share of a batch in the running statistics.
  ///   - localAttention: Attention on the last map, or on that of the stage before; nil for none.
  ///   - head: How features become class scores.
  public init(
    classCount: Int, width: Int = 16, inputChannels: Int = 3,
    batchNormMomentum momentum: Float = 0.1, localAttention: LocalAttention? = nil,
    head: ClassifierHead = .linear
  ) {
    check(classCount > 1 && width > 0 && inputChannels > 0, "ConvNet: sizes must be positive")
    var layout = ParameterLayout()
    var inputs = inputChannels
    var layers: [(Convolution2D, BatchNormalization)] = []
    var attention: LocalAttentionModule?
    var attentionLayer: Int?
    for index in 0..<4 {
      let outputs = width << index
      layout.module("features.\(index)") { layout in
        layers.append(
          (
            Convolution2D(
              "conv", in: &layout, inputs: inputs, outputs: outputs, kernel: 3,
              stride: index == 0 ? 1 : 2),
            BatchNormalization("bn", in: &layout, channels: outputs, momentum: momentum)
          ))
      }
      inputs = outputs
      if let localAttention, index == (localAttention.place == .last ? 3 : 2) {
        attention = LocalAttentionModule(
          localAttention, "attention", in: &layout, channels: inputs, momentum: momentum)
        attentionLayer = index
        inputs = localAttention.outputChannels(inputs)
      }
    }
    self.layers = layers
    self.attention = attention
    self.attentionLayer = attentionLayer
    self.head = head
    classifier = Linear("fc", in: &layout, inputs: inputs, outputs: classCount)
    self.layout = layout
    self.inputChannels = inputChannels
    self.classCount = classCount
    featureCount = inputs
  }

  /// Returns the features and class scores of a batch; any image size works.
  public func callAsFunction(_ images: Tensor, in pass: ForwardPass) -> BackboneOutput {
    var map = FeatureMap(images)
    for (index, layer) in layers.enumerated() {
      map = layer.norm(layer.convolution(map, in: pass), in: pass, activationSlope: Self.slope)
      if index == attentionLayer, let attention {
        map = FeatureMap(attention(map.values, in: pass))
      }
    }
    return head(map.values.globalAveragePool(), linear: classifier, in: pass)
  }

  /// What the network computes in inference.
  public var graph: NetworkGraph? {
    NetworkGraph { graph, images in
      var map = images
      for (index, layer) in layers.enumerated() {
        map = layer.norm(
          layer.convolution(map, in: &graph), in: &graph, activationSlope: Self.slope)
        if index == attentionLayer { map = attention?(map, in: &graph) ?? map }
      }
      return head(map, linear: classifier, in: &graph)
    }
  }
}
