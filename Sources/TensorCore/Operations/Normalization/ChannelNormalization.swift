/// Batch norm followed by a leaky rectifier, as a description.
///
/// The operation that reads the numbers can carry it out while it reads them.
///
/// With `mean` and `variance` of every channel,
///
///     z = (x - mean) / sqrt(variance + epsilon) * scale + shift
///     y = z > 0 ? z : activationSlope * z
///
/// Gradients flow to the input, to scale and to shift; through the moments only where they are
/// those of the input itself. For the gradients the input is kept, not the normalized numbers.
///
/// Source: Ioffe and Szegedy, "Batch normalization", 2015 (arXiv 1502.03167).
public struct ChannelNormalization: Sendable {
  /// The factor of every channel, `[channels]`.
  package let scale: Tensor
  /// The summand of every channel, `[channels]`.
  package let shift: Tensor
  /// The moments that are used.
  package let moments: ChannelMoments
  /// Whether the moments are those of the very numbers that are normalized, so that gradients flow
  /// through them.
  package let usesBatch: Bool
  /// Added to the variance.
  package let epsilon: Float
  /// The slope of the leaky rectifier below zero; 1 is no activation, 0 ReLU.
  package let activationSlope: Float

  /// Creates a normalization.
  ///
  /// - Parameters:
  ///   - scale: The factor of every channel, `[channels]`.
  ///   - shift: The summand of every channel, `[channels]`.
  ///   - moments: The moments to use.
  ///   - usesBatch: Whether they are those of the numbers that are normalized.
  ///   - epsilon: Added to the variance; 1e-5 as PyTorch's default.
  ///   - activationSlope: The slope below zero; 1 is no activation, 0 ReLU.
  public init(
    scale: Tensor, shift: Tensor, moments: ChannelMoments, usesBatch: Bool, epsilon: Float = 1e-5,
    activationSlope: Float = 1
  ) {
    let channels = moments.mean.elementCount
    check(
      scale.elementCount == channels && shift.elementCount == channels,
      "batch norm of \(channels) channels with scale \(scale.shape) and shift \(shift.shape)")
    self.scale = scale
    self.shift = shift
    self.moments = moments
    self.usesBatch = usesBatch
    self.epsilon = epsilon
    self.activationSlope = activationSlope
  }
}

extension Tensor {
  /// Returns the numbers normalized, scaled, shifted and activated.
  ///
  /// - Parameter normalization: What happens to every channel.
  /// - Returns: A tensor of the same shape.
  public func normalized(by normalization: ChannelNormalization) -> Tensor {
    let rows = ChannelRows(self)
    let factors = ChannelFactors(normalization, channels: rows.channels)
    let input = detached()
    let output = Tensor(uninitialized: shape)
    OperationProfile.measure("batch norm, output") {
      Parallel.forEachChunk(rows.chunks.count) {
        factors.apply(to: input, rows: rows.chunks[$0], into: output)
      }
    }
    let inputs = [self, normalization.scale, normalization.shift]
    return output.recordingSums(inputs) { upstream, wanted, present in
      let sums = PartialGradientSums(chunkCount: rows.chunks.count, channels: rows.channels)
      OperationProfile.measure("batch norm, gradient sums") {
        Parallel.forEachChunk(rows.chunks.count) {
          sums.add(rows.chunks[$0], input: input, upstream: upstream, factors: factors, as: $0)
        }
      }
      return factors.gradients(
        input: input, upstream: upstream, sums: sums.merged(), wanted: wanted, rows: rows,
        present: present(0), into: Tensor(uninitialized: input.shape))
    }
  }
}
