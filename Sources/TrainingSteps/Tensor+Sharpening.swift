package import TensorCore

extension Tensor {
  /// Returns probabilities with a temperature: `p[c]^(1/T)` divided by the sum of its row.
  ///
  /// Below 1 the rows become more decided, above 1 less. For probabilities that are a softmax of
  /// scores this is the softmax of the scores over the temperature. No gradient.
  ///
  /// - Parameter temperature: `T`, more than 0; 1 returns the probabilities themselves.
  /// - Returns: Rows that sum to one, of the same shape; rows with NaN stay NaN.
  package func sharpened(temperature: Float) -> Tensor {
    check(temperature > 0, "sharpened(temperature:) of \(temperature)")
    if temperature == 1 { return detached() }
    return withoutGradients { (detached().log() * (1 / temperature)).softmax() }
  }
}
