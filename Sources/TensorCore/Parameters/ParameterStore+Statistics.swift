extension ParameterStore {
  /// Moves running statistics toward those of a batch: `r = (1 - momentum) * r + momentum * b`.
  ///
  /// Called during a training pass, whose own arithmetic does not read the running statistics.
  ///
  /// - Parameters:
  ///   - mean: The running mean.
  ///   - variance: The running variance.
  ///   - count: The number of batches seen, which grows by one.
  ///   - batchMean: The batch's mean, `[channels]`.
  ///   - batchVariance: The batch's variance, `[channels]`.
  ///   - unbiasing: The factor that makes the batch's variance unbiased.
  ///   - momentum: The weight of the batch.
  package func updateStatistics(
    mean: ParameterID, variance: ParameterID, count: ParameterID, batchMean: Tensor,
    batchVariance: Tensor, unbiasing: Float, momentum: Float
  ) {
    let means = elements(of: mean.index)
    let variances = elements(of: variance.index)
    for channel in means.indices {
      means[channel] += momentum * (batchMean.pointer[channel] - means[channel])
      variances[channel] +=
        momentum * (batchVariance.pointer[channel] * unbiasing - variances[channel])
    }
    elements(of: count.index)[0] += 1
  }
}
