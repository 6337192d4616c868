public import Inference
package import Training

/// The end of a run: the last line of `metrics.jsonl`, of kind `finished`.
public struct FinishedRecord: Sendable, Hashable, Codable {
  /// The number of steps done.
  public let step: Int
  /// Whether the run was stopped before its last step.
  public let wasCancelled: Bool
  /// The evaluation weights on the test images; absent if there are none.
  public let test: ClassificationMetrics?
  /// The test accuracy of the student's weights.
  public let accuracyStudent: Double?
  /// The mean time of a step, evaluation left out.
  public let secondsPerStep: Double
  /// The number of images that the networks saw in a second of training.
  package let imagesPerSecond: Double
  /// The SHA-256 of the evaluation weights.
  public let weightsSHA256: String

  /// Records the end of a run.
  ///
  /// - Parameter result: What the run came to.
  package init(_ result: TrainingResult) {
    step = result.steps
    wasCancelled = result.wasCancelled
    test = result.test
    accuracyStudent = result.testOfStudent?.accuracy
    secondsPerStep = result.secondsPerStep
    imagesPerSecond = result.imagesPerSecond
    weightsSHA256 = result.weightsSHA256
  }
}
