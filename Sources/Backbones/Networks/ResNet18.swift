/// The residual network of eighteen layers, with torchvision's parameter names.
///
/// A 7x7 convolution with stride 2, a 3x3 maximum with stride 2, four stages of two blocks with 64,
/// 128, 256 and 512 channels, the mean over the map and a linear map. Any image size from 32x32
/// makes sense.
///
/// Source: He, Zhang, Ren and Sun, "Deep residual learning for image recognition", 2016
/// (arXiv 1512.03385).
public struct ResNet18: StagedBackbone {
  /// The stages, `conv1` to `layer4.1.bn2`.
  public let network: Network

  /// Creates the description of a network.
  ///
  /// - Parameters:
  ///   - classCount: The number of classes.
  ///   - inputChannels: The number of color channels of the images.
  ///   - momentum: The weight of a batch in the running statistics; torchvision's is 0.1.
  ///   - localAttention: Attention on the last map, or on that of the stage before; nil for none.
  ///   - head: How features become class scores.
  public init(
    classCount: Int, inputChannels: Int = 3, batchNormMomentum momentum: Float = 0.1,
    localAttention: LocalAttention? = nil, head: ClassifierHead = .linear
  ) {
    func layer(_ number: Int) -> [Network.Stage] {
      (0..<2).map { index in
        let outputs = 32 << number
        let stride = number > 1 && index == 0 ? 2 : 1
        return .module(
          "layer\(number).\(index)",
          [
            .residual(
              [
                .convolution("conv1", outputs: outputs, kernel: 3, stride: stride),
                .batchNormalization("bn1", slope: 0),
                .convolution("conv2", outputs: outputs, kernel: 3), .batchNormalization("bn2"),
              ],
              shortcut: stride == 1
                ? []
                : [
                  .convolution("downsample.0", outputs: outputs, kernel: 1, stride: stride),
                  .batchNormalization("downsample.1"),
                ]),
            .leakyReLU(slope: 0),
          ])
      }
    }
    network = Network(
      [
        .convolution("conv1", outputs: 64, kernel: 7, stride: 2),
        .batchNormalization("bn1", slope: 0), .maxPool(kernel: 3, stride: 2, padding: 1),
      ] + layer(1) + layer(2) + layer(3) + [.attention(.beforeLast)] + layer(4)
        + [.attention(.last)],
      classCount: classCount, inputChannels: inputChannels, batchNormMomentum: momentum,
      localAttention: localAttention, head: head)
  }
}
