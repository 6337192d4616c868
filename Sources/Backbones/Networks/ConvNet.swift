/// A small plain network: four 3x3 convolutions, each with batch norm and leaky ReLU.
///
/// The first has stride 1, the others stride 2, and the channels double from one to the next:
/// quick enough for a demonstration on two cores. Any image size works.
public struct ConvNet: StagedBackbone {
  /// The stages, `features.0.conv` to `features.3.bn`.
  public let network: Network

  /// Creates the description of a network.
  ///
  /// - Parameters:
  ///   - classCount: The number of classes.
  ///   - width: The channels of the first convolution; features are eight times as many, and more
  ///     where attention concatenates.
  ///   - inputChannels: The number of color channels of the images.
  ///   - momentum: The weight of a batch in the running statistics.
  ///   - localAttention: Attention on the last map, or on that of the stage before; nil for none.
  ///   - head: How features become class scores.
  public init(
    classCount: Int, width: Int = 16, inputChannels: Int = 3,
    batchNormMomentum momentum: Float = 0.1, localAttention: LocalAttention? = nil,
    head: ClassifierHead = .linear
  ) {
    func layer(_ index: Int) -> Network.Stage {
      .module(
        "features.\(index)",
        [
          .convolution("conv", outputs: width << index, kernel: 3, stride: index == 0 ? 1 : 2),
          .batchNormalization("bn", slope: 0.1),
        ])
    }
    network = Network(
      [
        layer(0), layer(1), layer(2), .attention(.beforeLast), layer(3), .attention(.last),
      ],
      classCount: classCount, inputChannels: inputChannels, batchNormMomentum: momentum,
      localAttention: localAttention, head: head)
  }
}
