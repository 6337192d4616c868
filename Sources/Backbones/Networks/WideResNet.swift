import TensorCore

/// A wide residual network for small images, as FixMatch trains it.
///
/// A 3x3 convolution to 16 channels, three stages of pre-activation blocks with `16`, `32` and `64`
/// times `widen` channels and strides 1, 2, 2, then batch norm, leaky ReLU with slope 0.1, the mean
/// over the map and a linear map. Convolutions have no bias; a 1x1 convolution takes the shortcut
/// where the shape changes; the very first block activates before its shortcut. Any image size from
/// 4x4 works.
///
/// Sources: Zagoruyko and Komodakis, "Wide residual networks", 2016 (arXiv 1605.07146); Sohn et
/// al., "FixMatch", 2020 (arXiv 2001.07685), whose running statistics keep 0.999 a batch.
public struct WideResNet: StagedBackbone {
  private static let slope: Float = 0.1

  /// The stages, `conv1` to `bn1`.
  public let network: Network

  /// Creates the description of a network.
  ///
  /// - Parameters:
  ///   - depth: The number of layers, `6 n + 4` for `n` blocks a stage: 10, 16, 22, 28, 40.
  ///   - widen: The factor on the channels.
  ///   - classCount: The number of classes.
  ///   - inputChannels: The number of color channels of the images.
  ///   - momentum: The weight of a batch in the running statistics.
  ///   - localAttention: Attention on the last map, or on that of the stage before; nil for none.
  ///   - head: How features become class scores.
  public init(
    depth: Int, widen: Int, classCount: Int, inputChannels: Int = 3,
    batchNormMomentum momentum: Float = 0.001, localAttention: LocalAttention? = nil,
    head: ClassifierHead = .linear
  ) {
    check(Self.isDepth(depth), "a Wide ResNet has 6 n + 4 layers, not \(depth)")
    check(widen > 0, "a Wide ResNet widens by a positive factor, not \(widen)")
    func group(_ number: Int) -> [Network.Stage] {
      (0..<(depth - 4) / 6).map { index in
        Self.block(
          "block\(number).\(index)", outputs: 16 * widen << (number - 1),
          stride: number > 1 && index == 0 ? 2 : 1,
          changesShape: index == 0 && (number > 1 || widen > 1),
          activatesShortcut: number == 1 && index == 0)
      }
    }
    network = Network(
      [.convolution("conv1", outputs: 16, kernel: 3)] + group(1) + group(2)
        + [.attention(.beforeLast)] + group(3)
        + [.batchNormalization("bn1", slope: Self.slope), .attention(.last)],
      classCount: classCount, inputChannels: inputChannels, batchNormMomentum: momentum,
      localAttention: localAttention, head: head)
  }

  /// Whether a Wide ResNet can have that many layers.
  static func isDepth(_ depth: Int) -> Bool { depth >= 10 && (depth - 4) % 6 == 0 }

  private static func block(
    _ name: String, outputs: Int, stride: Int, changesShape: Bool, activatesShortcut: Bool
  ) -> Network.Stage {
    let activation = Network.Stage.batchNormalization("bn1", slope: slope)
    let main: [Network.Stage] = [
      .convolution("conv1", outputs: outputs, kernel: 3, stride: stride),
      .batchNormalization("bn2", slope: slope),
      .convolution("conv2", outputs: outputs, kernel: 3),
    ]
    let shortcut: [Network.Stage] =
      changesShape ? [.convolution("shortcut", outputs: outputs, kernel: 1, stride: stride)] : []
    return .module(
      name,
      activatesShortcut
        ? [activation, .residual(main, shortcut: shortcut)]
        : [.residual([activation] + main, shortcut: shortcut)])
  }
}
