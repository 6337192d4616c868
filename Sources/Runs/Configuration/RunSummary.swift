/// What a finished run says about itself, as `--json` prints it; shares are fractions of one.
public struct RunSummary: Sendable, Codable {
  /// The method's name.
  public let method: String
  /// The recipe's name.
  public let recipe: String
  /// The backbone's name.
  public let backbone: String
  /// The data set.
  public let data: String
  /// The seed.
  public let seed: UInt64
  /// The number of steps done.
  public let steps: Int
  /// The number of those that were passed over because a number was not finite; nil for none.
  package let skippedSteps: Int?
  /// The number of labeled images.
  public let labeledCount: Int
  /// The number of labeled images that were shown with a wrong class; nil without label noise.
  package let mislabeledCount: Int?
  /// The number of images of the unlabeled pool.
  package let unlabeledCount: Int
  /// The test accuracy of the evaluation weights at the end.
  public let accuracy: Double?
  /// The test accuracy of the student's weights at the end.
  public let accuracyStudent: Double?
  /// The median test accuracy of the last twenty evaluations.
  public let accuracyMedian20: Double?
  /// The test accuracy at the epoch with the best validation accuracy; nil without validation.
  public let accuracyBestOnValidation: Double?
  /// The best validation accuracy of an epoch; nil without validation.
  package let validationAccuracy: Double?
  /// The mean recall of the classes.
  public let balancedAccuracy: Double?
  /// The mean of the classes' F1 scores.
  package let macroF1: Double?
  /// The mean gap between confidence and accuracy.
  public let expectedCalibrationError: Double?
  /// The recall of every class; nil for a class without test images.
  public let perClassRecall: [Double?]?
  /// The names of the classes.
  public let classNames: [String]
  /// The number of test images of a class (outer) that were taken for a class (inner).
  package let confusionMatrix: [[Int]]?
  /// The share of unlabeled images that were accepted in the last epoch.
  package let pseudoLabelCoverage: Double?
  /// The share of accepted pseudo-labels that were right in the last epoch.
  package let pseudoLabelPrecision: Double?
  /// The share of each hidden class that was accepted in the last epoch.
  package let pseudoLabelCoveragePerClass: [Double?]?
  /// The share of right ones among the accepted pseudo-labels of each class in the last epoch.
  package let pseudoLabelPrecisionPerClass: [Double?]?
  /// The mean time of a step, evaluation left out.
  public let secondsPerStep: Double
  /// The number of images that the networks saw in a second.
  package let imagesPerSecond: Double
  /// The largest resident memory of the process.
  public let peakMemoryMiB: Double
  /// The kernel path.
  public let kernels: String
  /// The SHA-256 of the resolved configuration.
  package let configurationHash: String
  /// The SHA-256 of the evaluation weights.
  public let weightsSHA256: String
}
