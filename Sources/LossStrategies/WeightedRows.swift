import TensorCore

extension Tensor {
  /// Returns a weighted sum of losses over a normalizer; 0 if nothing counts.
  ///
  /// - Parameters:
  ///   - weights: How much each of the losses counts; constants.
  ///   - normalizer: What the sum is divided by.
  /// - Returns: A tensor without axes; gradients flow to the losses.
  func weightedMean(_ weights: [Float], by normalizer: LossNormalizer) -> Tensor {
    let total = weights.reduce(0, +)
    if total == 0 { return Tensor(0) }
    let divisor =
      switch normalizer {
      case .all: Float(weights.count)
      case .selected: total
      }
    return (self * Tensor(weights.map { $0 / divisor }, shape: shape)).sum()
  }
}
