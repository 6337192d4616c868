public import TensorCore

/// A wide residual network for small images, as FixMatch trains it.
///
/// A 3x3 convolution to 16 channels, three stages of pre-activation blocks with `16`, `32` and `64`
/// times `widen` channels and strides 1, 2, 2, then batch norm, leaky ReLU with slope 0.1, the mean
/// over the map and a linear map. Convolutions have no bias; a 1x1 convolution takes the shortcut
/// where the shape changes; the very first block activates before its shortcut.
///
/// Sources: Zagoruyko and Komodakis, "Wide residual networks", 2016 (arXiv 1605.07146); Sohn et al.,
/// "FixMatch", 2020 (arXiv 2001.07685), whose running statistics keep 0.999 a batch.
public struct WideResNet: Backbone {
  private struct Block: Sendable {
    let norm1: BatchNormalization
    let convolution1: Convolution2D
    let norm2: BatchNormalization
    let convolution2: Convolution2D
    let shortcut: Convolution2D?
    let activatesShortcut: Bool

    func callAsFunction(_ input: FeatureMap, in pass: ForwardPass) -> FeatureMap {
      let active = norm1(input, in: pass, activationSlope: WideResNet.slope)
      let base = activatesShortcut ? active : input
      let residual = shortcut?(base, in: pass).values ?? base.values
      let middle = norm2(
        convolution1(active, in: pass), in: pass, activationSlope: WideResNet.slope)
      return convolution2(middle, in: pass, adding: residual)
    }

    func callAsFunction(
      _ input: NetworkGraph.Value, in graph: inout NetworkGraph
    ) -> NetworkGraph.Value {
      let active = norm1(input, in: &graph, activationSlope: WideResNet.slope)
      let base = activatesShortcut ? active : input
      let residual = shortcut?(base, in: &graph) ?? base
      let middle = norm2(
        convolution1(active, in: &graph), in: &graph, activationSlope: WideResNet.slope)
      return graph.add(.sum([convolution2(middle, in: &graph), residual]))
    }
  }

  static let slope: Float = 0.1

  /// The parameters and buffers, `conv1.weight` to `fc.bias`.
  public let layout: ParameterLayout
  /// The number of color channels of the images.
  public let inputChannels: Int
  /// The number of classes.
  public let classCount: Int
  /// The number of features, 64 times the widening; more where attention concatenates.
  public let featureCount: Int
  private let stem: Convolution2D
  private let blocks: [Block]
  private let norm: BatchNormalization
  private let attention: LocalAttentionModule?
  /// The block in front of which attention stands; nil for behind the last.
  private let attentionBlock: Int?
  private let head: ClassifierHead
  private let classifier: Linear

  /// Creates the description of a network.
  ///
  /// - Parameters:
  ///   - depth: The number of layers, `6 n + 4` for `n` blocks a stage: 10, 16, 22, 28, 40.
  ///   - widen: The factor on the channels.
  ///   - classCount: The number of classes.
  ///   - inputChannels: The number of color channels of the images.
  ///   - momentum: The share of a batch in the running statistics.
  ///   - localAttention: Attention on the last map, or on that of the stage before; nil for none.
  ///   - head: How features become class scores.
  public init(
    depth: Int, widen: Int, classCount: Int, inputChannels: Int = 3,
    batchNormMomentum momentum: Float = 0.001, localAttention: LocalAttention? = nil,
    head: ClassifierHead = .linear
  ) {
    check(depth >= 10 && (depth - 4) % 6 == 0, "a Wide ResNet has 6 n + 4 layers, not \(depth)")
    check(widen > 0 && classCount > 1 && inputChannels > 0, "WideResNet: sizes must be positive")
    var layout = ParameterLayout()
    stem = Convolution2D("conv1", in: &layout, inputs: inputChannels, outputs: 16, kernel: 3)
    var blocks: [Block] = []
    var attention: LocalAttentionModule?
    var attentionBlock: Int?
    var inputs = 16
    for stage in 1...3 {
      let outputs = 16 * widen << (stage - 1)
      for index in 0..<(depth - 4) / 6 {
        let stride = stage > 1 && index == 0 ? 2 : 1
        let isFirst = stage == 1 && index == 0
        layout.module("block\(stage).\(index)") { layout in
          blocks.append(
            Block(
              norm1: BatchNormalization("bn1", in: &layout, channels: inputs, momentum: momentum),
              convolution1: Convolution2D(
                "conv1", in: &layout, inputs: inputs, outputs: outputs, kernel: 3, stride: stride),
              norm2: BatchNormalization("bn2", in: &layout, channels: outputs, momentum: momentum),
              convolution2: Convolution2D(
                "conv2", in: &layout, inputs: outputs, outputs: outputs, kernel: 3),
              shortcut: inputs == outputs && stride == 1
                ? nil
                : Convolution2D(
                  "shortcut", in: &layout, inputs: inputs, outputs: outputs, kernel: 1,
                  stride: stride, padding: 0),
              activatesShortcut: isFirst))
        }
        inputs = outputs
      }
      if stage == 2, let localAttention, localAttention.place == .beforeLast {
        attention = LocalAttentionModule(
          localAttention, "attention", in: &layout, channels: inputs, momentum: momentum)
        attentionBlock = blocks.count
        inputs = localAttention.outputChannels(inputs)
      }
    }
    self.blocks = blocks
    norm = BatchNormalization("bn1", in: &layout, channels: inputs, momentum: momentum)
    if let localAttention, localAttention.place == .last {
      attention = LocalAttentionModule(
        localAttention, "attention", in: &layout, channels: inputs, momentum: momentum)
      inputs = localAttention.outputChannels(inputs)
    }
    self.attention = attention
    self.attentionBlock = attentionBlock
    self.head = head
    classifier = Linear("fc", in: &layout, inputs: inputs, outputs: classCount)
    self.layout = layout
    self.inputChannels = inputChannels
    self.classCount = classCount
    featureCount = inputs
  }

  /// Returns the features and class scores of a batch; any image size from 4x4 works.
  public func callAsFunction(_ images: Tensor, in pass: ForwardPass) -> BackboneOutput {
    var map = stem(FeatureMap(images), in: pass)
    for (index, block) in blocks.enumerated() {
      if index == attentionBlock, let attention {
        map = FeatureMap(attention(map.values, in: pass))
      }
      map = block(map, in: pass)
    }
    var last = norm(map, in: pass, activationSlope: Self.slope).values
    if attentionBlock == nil { last = attention?(last, in: pass) ?? last }
    return head(last.globalAveragePool(), linear: classifier, in: pass)
  }

  /// What the network computes in inference.
  public var graph: NetworkGraph? {
    NetworkGraph { graph, images in
      var map = stem(images, in: &graph)
      for (index, block) in blocks.enumerated() {
        if index == attentionBlock { map = attention?(map, in: &graph) ?? map }
        map = block(map, in: &graph)
      }
      map = norm(map, in: &graph, activationSlope: Self.slope)
      if attentionBlock == nil { map = attention?(map, in: &graph) ?? map }
      return head(map, linear: classifier, in: &graph)
    }
  }
}
