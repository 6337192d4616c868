import TensorCore

/// Batch norm over all axes but the last, with PyTorch's names, buffers and meaning of momentum.
struct BatchNormalization: Sendable {
  private let weight: ParameterID
  private let bias: ParameterID
  private let runningMean: ParameterID
  private let runningVariance: ParameterID
  private let batchCount: ParameterID
  private let momentum: Float
  private let epsilon: Float

  /// Declares the parameters and buffers.
  ///
  /// - Parameters:
  ///   - name: The module's name.
  ///   - layout: Where to declare.
  ///   - channels: The number of channels.
  ///   - momentum: The share of a batch's statistics in the new running statistics.
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

  /// Normalizes, and applies a leaky rectifier of the given slope; a slope of 1 is none.
  func callAsFunction(_ input: Tensor, in pass: ForwardPass, activationSlope: Float = 1) -> Tensor {
    switch pass.phase {
    case .inference:
      return input.batchNormalized(
        scale: pass[weight], shift: pass[bias], mean: pass[runningMean],
        variance: pass[runningVariance], epsilon: epsilon, activationSlope: activationSlope)
    case .training:
      let result = input.batchNormalized(
        scale: pass[weight], shift: pass[bias], epsilon: epsilon, activationSlope: activationSlope)
      if pass.updatesStatistics {
        let rows = Float(input.elementCount / input.shape[-1])
        pass.store.updateStatistics(
          mean: runningMean, variance: runningVariance, count: batchCount,
          batchMean: result.mean, batchVariance: result.variance,
          unbiasing: rows > 1 ? rows / (rows - 1) : 1, momentum: momentum)
      }
      return result.output
    }
  }
}
