import TensorCore

/// Batch norm over all axes but the last, with PyTorch's names, buffers and meaning of momentum.
struct BatchNormalization: Sendable {
  let weight: ParameterID
  let bias: ParameterID
  let runningMean: ParameterID
  let runningVariance: ParameterID
  private let batchCount: ParameterID
  private let momentum: Float
  let epsilon: Float

  /// Declares the parameters and buffers.
  ///
  /// - Parameters:
  ///   - name: The module's name.
  ///   - layout: Where to declare.
  ///   - channels: The number of channels.
  ///   - momentum: The weight of a batch's statistics in the new running statistics.
  ///   - epsilon: Added to the variance.
  init(
    _ name: String, in layout: inout ParameterLayout, channels: Int, momentum: Float,
    epsilon: Float = 1e-5
  ) {
    self.momentum = momentum
    self.epsilon = epsilon
    (weight, bias, runningMean, runningVariance, batchCount) = layout.module(name) { layout in
      (
        layout.declare("weight", shape: [channels], initializer: .constant(1)),
        layout.declare("bias", shape: [channels], initializer: .constant(0)),
        layout.declare(
          "running_mean", shape: [channels], role: .buffer, initializer: .constant(0)),
        layout.declare("running_var", shape: [channels], role: .buffer, initializer: .constant(1)),
        layout.declare("num_batches_tracked", shape: [], role: .counter, initializer: .constant(0))
      )
    }
  }

  /// Normalizes and applies a leaky rectifier of the given slope, as soon as the numbers are read;
  /// a slope of 1 is none.
  func callAsFunction(
    _ map: FeatureMap, in pass: ForwardPass, activationSlope: Float = 1
  ) -> FeatureMap {
    let input = map.values
    let moments: ChannelMoments
    switch pass.phase {
    case .inference:
      moments = ChannelMoments(mean: pass[runningMean], variance: pass[runningVariance])
    case .training:
      moments = map.moments ?? input.channelMoments()
      if pass.updatesStatistics {
        let rows = Float(input.elementCount / input.shape[-1])
        pass.store.updateStatistics(
          mean: runningMean, variance: runningVariance, count: batchCount,
          batchMean: moments.mean, batchVariance: moments.variance,
          unbiasing: rows > 1 ? rows / (rows - 1) : 1, momentum: momentum)
      }
    }
    return FeatureMap(
      input,
      pending: ChannelNormalization(
        scale: pass[weight], shift: pass[bias], moments: moments,
        usesBatch: pass.phase == .training, epsilon: epsilon, activationSlope: activationSlope))
  }
}
