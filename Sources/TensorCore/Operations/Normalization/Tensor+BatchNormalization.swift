/// The result of batch norm in training: the normalized numbers and the statistics of the batch.
package struct BatchNormalizationResult: Sendable {
  /// The normalized, scaled and activated numbers, of the input's shape.
  package let output: Tensor
  /// The mean of every channel, `[channels]`.
  package let mean: Tensor
  /// The variance of every channel, divided by the number of rows, `[channels]`.
  package let variance: Tensor
}

extension Tensor {
  /// Normalizes every channel by the statistics of this batch, then scales, shifts and activates.
  ///
  /// The formula is that of ``ChannelNormalization`` with the moments of all axes but the last.
  /// Gradients flow to the input, also through the statistics, and to scale and shift.
  ///
  /// - Parameters:
  ///   - scale: The factor of every channel, `[channels]`.
  ///   - shift: The summand of every channel, `[channels]`.
  ///   - epsilon: Added to the variance; 1e-5 as PyTorch's default.
  ///   - activationSlope: The slope of the leaky rectifier below zero; 1 is no activation, 0 ReLU.
  /// - Returns: The output and the statistics of the batch, which carry no gradient.
  package func batchNormalized(
    scale: Tensor, shift: Tensor, epsilon: Float = 1e-5, activationSlope: Float = 1
  ) -> BatchNormalizationResult {
    let moments = channelMoments()
    let output = normalized(
      by: ChannelNormalization(
        scale: scale, shift: shift, moments: moments, usesBatch: true, epsilon: epsilon,
        activationSlope: activationSlope))
    return BatchNormalizationResult(
      output: output, mean: moments.mean, variance: moments.variance)
  }

  /// Normalizes every channel by given statistics, then scales, shifts and activates.
  ///
  /// The formula is that of ``ChannelNormalization`` with constant moments. Gradients flow to the
  /// input, scale and shift.
  ///
  /// - Parameters:
  ///   - scale: The factor of every channel, `[channels]`.
  ///   - shift: The summand of every channel, `[channels]`.
  ///   - mean: The mean of every channel, `[channels]`; a constant.
  ///   - variance: The variance of every channel, `[channels]`; a constant.
  ///   - epsilon: Added to the variance.
  ///   - activationSlope: The slope of the leaky rectifier below zero; 1 is no activation, 0 ReLU.
  /// - Returns: The output, of the input's shape.
  package func batchNormalized(
    scale: Tensor, shift: Tensor, mean: Tensor, variance: Tensor, epsilon: Float = 1e-5,
    activationSlope: Float = 1
  ) -> Tensor {
    normalized(
      by: ChannelNormalization(
        scale: scale, shift: shift, moments: ChannelMoments(mean: mean, variance: variance),
        usesBatch: false, epsilon: epsilon, activationSlope: activationSlope))
  }
}
