public import TensorCore

/// The residual network of eighteen layers, with torchvision's parameter names.
///
/// A 7x7 convolution with stride 2, a 3x3 maximum with stride 2, four stages of two blocks with 64,
/// 128, 256 and 512 channels, the mean over the map and a linear map.
///
/// Source: He, Zhang, Ren and Sun, "Deep residual learning for image recognition", 2016
/// (arXiv 1512.03385).
public struct ResNet18: Backbone {
  private struct Block: Sendable {
    let convolution1: Convolution2D
    let norm1: BatchNormalization
    let convolution2: Convolution2D
    let norm2: BatchNormalization
    let downsample: (convolution: Convolution2D, norm: BatchNormalization)?

    func callAsFunction(_ input: Tensor, in pass: ForwardPass) -> Tensor {
      let middle = norm1(
        convolution1(FeatureMap(input), in: pass), in: pass, activationSlope: 0)
      let output = norm2(convolution2(middle, in: pass), in: pass).values
      var base = input
      if let downsample {
        base =
          downsample.norm(downsample.convolution(FeatureMap(input), in: pass), in: pass).values
      }
      return (output + base).relu()
    }

    func callAsFunction(
      _ input: NetworkGraph.Value, in graph: inout NetworkGraph
    ) -> NetworkGraph.Value {
      let middle = norm1(convolution1(input, in: &graph), in: &graph, activationSlope: 0)
      let output = norm2(convolution2(middle, in: &graph), in: &graph)
      var base = input
      if let downsample {
        base = downsample.norm(downsample.convolution(input, in: &graph), in: &graph)
      }
      return graph.activate(graph.add(.sum([output, base])), slope: 0)
    }
  }

  /// The parameters and buffers, `conv1.weight` to `fc.bias`.
  public let layout: ParameterLayout
  /// The number of color channels of the images.
  public let inputChannels: Int
  /// The number of classes.
  public let classCount: Int
  /// The number of features, 512; more where attention concatenates.
  public let featureCount: Int
  private let stem: Convolution2D
  private let stemNorm: BatchNormalization
  private let blocks: [Block]
  private let attention: LocalAttentionModule?
  /// The number of blocks in front of the attention.
  private let attentionBlock: Int?
  private let head: ClassifierHead
  private let classifier: Linear

  /// Creates the description of a network.
  ///
  /// - Parameters:
  ///   - classCount: The number of classes.
  ///   - inputChannels: The number of color channels of the images.
  ///   - momentum: The share of a batch in the running statistics; torchvision's is 0.1.
  ///   - localAttention: Attention on the last map, or on that of the stage before; nil for none.
  ///   - head: How features become class scores.
  public init(
    classCount: Int, inputChannels: Int = 3, batchNormMomentum momentum: Float = 0.1,
    localAttention: LocalAttention? = nil, head: ClassifierHead = .linear
  ) {
    check(classCount > 1 && inputChannels > 0, "ResNet18: sizes must be positive")
    var layout = ParameterLayout()
    stem = Convolution2D(
      "conv1", in: &layout, inputs: inputChannels, outputs: 64, kernel: 7, stride: 2, padding: 3)
    stemNorm = BatchNormalization("bn1", in: &layout, channels: 64, momentum: momentum)
    var blocks: [Block] = []
    var attention: LocalAttentionModule?
    var attentionBlock: Int?
    var inputs = 64
    for stage in 1...4 {
      let outputs = 32 << stage
      for index in 0..<2 {
        let stride = stage > 1 && index == 0 ? 2 : 1
        layout.module("layer\(stage).\(index)") { layout in
          let convolution1 = Convolution2D(
            "conv1", in: &layout, inputs: inputs, outputs: outputs, kernel: 3, stride: stride)
          let norm1 = BatchNormalization(
            "bn1", in: &layout, channels: outputs, momentum: momentum)
          let convolution2 = Convolution2D(
            "conv2", in: &layout, inputs: outputs, outputs: outputs, kernel: 3)
          let norm2 = BatchNormalization(
            "bn2", in: &layout, channels: outputs, momentum: momentum)
          var downsample: (Convolution2D, BatchNormalization)?
          if stride != 1 || inputs != outputs {
            downsample = layout.module("downsample") { layout in
              (
                Convolution2D(
                  "0", in: &layout, inputs: inputs, outputs: outputs, kernel: 1, stride: stride,
                  padding: 0),
                BatchNormalization("1", in: &layout, channels: outputs, momentum: momentum)
              )
            }
          }
          blocks.append(
            Block(
              convolution1: convolution1, norm1: norm1, convolution2: convolution2, norm2: norm2,
              downsample: downsample))
        }
        inputs = outputs
      }
      if let localAttention, stage == (localAttention.place == .last ? 4 : 3) {
        attention = LocalAttentionModule(
          localAttention, "attention", in: &layout, channels: inputs, momentum: momentum)
        attentionBlock = blocks.count
        inputs = localAttention.outputChannels(inputs)
      }
    }
    self.blocks = blocks
    self.attention = attention
    self.attentionBlock = attentionBlock
    self.head = head
    classifier = Linear("fc", in: &layout, inputs: inputs, outputs: classCount)
    self.layout = layout
    self.inputChannels = inputChannels
    self.classCount = classCount
    featureCount = inputs
  }

  /// Returns the features and class scores of a batch; any image size from 32x32 makes sense.
  public func callAsFunction(_ images: Tensor, in pass: ForwardPass) -> BackboneOutput {
    var map = stemNorm(stem(FeatureMap(images), in: pass), in: pass, activationSlope: 0).values
    map = map.maxPool(kernel: 3, stride: 2, padding: 1)
    for (index, block) in blocks.enumerated() {
      if index == attentionBlock { map = attention?(map, in: pass) ?? map }
      map = block(map, in: pass)
    }
    if blocks.count == attentionBlock { map = attention?(map, in: pass) ?? map }
    return head(map.globalAveragePool(), linear: classifier, in: pass)
  }

  /// What the network computes in inference.
  public var graph: NetworkGraph? {
    NetworkGraph { graph, images in
      var map = stemNorm(stem(images, in: &graph), in: &graph, activationSlope: 0)
      map = graph.add(.maxPool(map, kernel: 3, stride: 2, padding: 1))
      for (index, block) in blocks.enumerated() {
        if index == attentionBlock { map = attention?(map, in: &graph) ?? map }
        map = block(map, in: &graph)
      }
      if blocks.count == attentionBlock { map = attention?(map, in: &graph) ?? map }
      return head(map, linear: classifier, in: &graph)
    }
  }
}
