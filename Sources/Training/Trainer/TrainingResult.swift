public import Inference

/// What a run came to.
public struct TrainingResult: Sendable {
  /// The network with the evaluation weights (the teacher's if there is one).
  ///
  /// It shares them with its trainer: a trainer that goes on changes them.
  public let model: Model
  /// The number of steps done.
  public let steps: Int
  /// The number of steps that were passed over because a number was not finite.
  package let skippedSteps: Int
  /// Whether the listener stopped the run before its last step.
  public let wasCancelled: Bool
  /// The evaluation weights (the teacher's if there is one) on the test set; nil without a test set.
  public let test: ClassificationMetrics?
  /// The student's weights on the test set.
  package let testOfStudent: ClassificationMetrics?
  /// The median of the test accuracies of the last twenty evaluations.
  package let medianAccuracy: Double?
  /// The best accuracy on the validation samples, and the epoch that reached it.
  package let bestValidation: BestEpoch?
  /// The pseudo-labels of the last epoch; nil without a policy that judges unlabeled
  /// images.
  public let pseudoLabels: PseudoLabelMetrics?
  /// The mean time of a step, evaluation left out.
  public let secondsPerStep: Double
  /// The number of images that the networks saw in a second of training.
  package let imagesPerSecond: Double
  /// The SHA-256 of the evaluation weights.
  public let weightsSHA256: String

  /// The epoch with the best accuracy on the validation samples.
  package struct BestEpoch: Sendable, Hashable, Codable {
    /// The number of the epoch, from 1.
    package let epoch: Int
    /// The accuracy on the validation samples, from 0 to 1.
    package let accuracy: Double
    /// The test accuracy of the same epoch, from 0 to 1; nil without a test set.
    package let testAccuracy: Double?
  }
}
