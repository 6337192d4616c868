public import TensorCore
public import TrainingSteps

extension Selection {
  /// Accepts the samples whose largest probability reaches the threshold of its class.
  ///
  ///     weight[j] = 1 if p[j, y] >= thresholds[y] else 0,  y = argmax of p[j]
  ///
  /// Of equal probabilities the first class counts. A row that holds NaN has weight 0.
  ///
  /// - Parameters:
  ///   - probabilities: What is evaluated, `[unlabeled, classes]`; its most probable classes become
  ///     the hard pseudo-labels.
  ///   - thresholds: The least probability that each class asks for, `[classes]`.
  public init(
    accepting probabilities: Tensor, above thresholds: [Float]
  ) {
    check(
      probabilities.shape.rank == 2 && probabilities.shape[1] == thresholds.count,
      "\(thresholds.count) thresholds for probabilities of shape \(probabilities.shape)")
    self.init(
      accepting: probabilities, peaks: probabilities.rowPeaks(), above: thresholds)
  }

  /// Accepts samples whose largest probabilities and their classes are known already.
  init(
    accepting probabilities: Tensor, peaks: (places: [Int], values: [Float]),
    above thresholds: [Float]
  ) {
    self.init(
      weights: zip(peaks.places, peaks.values).map { $1 >= thresholds[$0] ? 1 : 0 },
      pseudoLabels: .hard(peaks.places), probabilities: probabilities.detached(),
      thresholds: thresholds)
  }
}
