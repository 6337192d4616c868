extension Network {
  /// One stage of a network: a line of the list that a ``Network`` is written as.
  ///
  /// A stage takes the map that the stage before it returned, `[batch, height, width, channels]`,
  /// so only the channels that it returns are named. Names are those of PyTorch's `state_dict`.
  ///
  ///     let stages: [Network.Stage] = [
  ///       .convolution("conv1", outputs: 16, kernel: 3), .batchNormalization("bn1", slope: 0),
  ///       .module("block", [
  ///         .residual([
  ///           .convolution("conv1", outputs: 16, kernel: 3), .batchNormalization("bn1"),
  ///         ]),
  ///         .leakyReLU(slope: 0),
  ///       ]),
  ///     ]
  public indirect enum Stage: Sendable, Hashable {
    /// A convolution; weights start as He's by the number of outputs, a bias as zeros.
    ///
    /// The padding is in rows and columns of zeros on every side, by default half the kernel.
    /// Groups of channels do not mix; as many groups as channels make a depthwise convolution.
    case convolution(
      _ name: String, outputs: Int, kernel: Int, stride: Int = 1, padding: Int? = nil,
      groups: Int = 1, hasBias: Bool = false)
    /// Batch norm, and behind it a leaky rectifier of the given slope: 0 is ReLU, 1 no activation.
    case batchNormalization(_ name: String, slope: Float = 1)
    /// `x` above zero, `slope * x` below.
    case leakyReLU(slope: Float)
    /// `x / (1 + exp(-x))`.
    case silu
    /// `1 / (1 + exp(-x))`.
    case sigmoid
    /// The mean of every channel over an image's pixels, as a map of one pixel.
    case channelMeans
    /// The largest number of every window.
    case maxPool(kernel: Int, stride: Int, padding: Int = 0)
    /// The sum of what the stages and what the shortcut's stages make of the same map; a shortcut
    /// without stages is the map itself.
    case residual([Stage], shortcut: [Stage] = [])
    /// The map times what the stages make of it, of the same shape or with axes of length 1.
    ///
    /// Squeeze and excitation is a gate of channel means, a convolution to fewer channels and an
    /// activation, a convolution back, and a sigmoid.
    case gate([Stage])
    /// Stages whose names begin with the module's, such as `layer1.0`.
    case module(_ name: String, [Stage])
    /// The network's local attention, if it has one that belongs here; else nothing.
    case attention(LocalAttention.Place)
  }
}
