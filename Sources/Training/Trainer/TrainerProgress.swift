import Inference

/// Where a run stands: what a checkpoint must hold beside weights, moments and the policy.
struct TrainerProgress: Sendable, Codable {
  /// The number of steps done.
  var step = 0
  /// The number of the stage that the last step belongs to.
  var stage = 0
  /// The number of steps after which the weights were last evaluated.
  var judgedStep = 0
  /// The number of steps that were passed over because a number was not finite.
  var skippedSteps = 0
  /// The number of those since the last that was not.
  var skippedInARow = 0
  /// The seconds of all steps, evaluation left out.
  var trainingSeconds = 0.0
  /// The images that the networks saw in all steps.
  var trainingImages = 0
  /// The pseudo-labels of the present epoch.
  var pseudoLabels: PseudoLabelMetrics
  /// Some unlabeled images of the present epoch and what became of them.
  var samples = PseudoLabelSamples()
  /// The pseudo-labels of the last finished epoch.
  var lastPseudoLabels: PseudoLabelMetrics?
  /// The thresholds after the last step.
  var thresholds: [Float] = []
  /// The test accuracies of the last evaluations.
  var accuracies = MedianOfLast(20)
  /// The best epoch on the validation samples.
  var best: TrainingResult.BestEpoch?
  /// The evaluation weights on the test set after the last epoch.
  var lastTest: ClassificationMetrics?

  init(classCount: Int) {
    pseudoLabels = PseudoLabelMetrics(classCount: classCount)
  }

  /// Takes note of an epoch and starts the next.
  mutating func note(_ report: EpochReport) {
    judgedStep = report.step
    if let test = report.test { accuracies.add(test.accuracy) }
    lastTest = report.test
    if let validation = report.validation, validation.accuracy > best?.accuracy ?? -1 {
      best = TrainingResult.BestEpoch(
        epoch: report.epoch, accuracy: validation.accuracy, testAccuracy: report.test?.accuracy)
    }
    lastPseudoLabels = report.pseudoLabels
    pseudoLabels = PseudoLabelMetrics(classCount: pseudoLabels.classCount)
    samples = PseudoLabelSamples()
  }
}
