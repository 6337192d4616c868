import TensorCore
import TrainingSteps

extension Selection {
  /// Rejects every unlabeled sample: what a policy answers that chooses among labeled ones alone.
  ///
  /// - Parameters:
  ///   - count: The number of unlabeled samples.
  ///   - classCount: The number of classes.
  ///   - labeledWeights: How much each labeled sample counts, by view.
  ///   - thresholds: What is shown for every class.
  init(
    rejectingAll count: Int, classCount: Int, labeledWeights: [View: [Float]], thresholds: [Float]
  ) {
    self.init(
      weights: [Float](repeating: 0, count: count),
      pseudoLabels: .hard([Int](repeating: 0, count: count)),
      probabilities: Tensor(repeating: 1 / Float(classCount), shape: [count, classCount]),
      thresholds: thresholds, labeledWeights: labeledWeights)
  }
}
