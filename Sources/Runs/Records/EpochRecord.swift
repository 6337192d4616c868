public import Inference
public import Training

/// What an epoch came to: a line of kind `epoch` in `metrics.jsonl`.
public struct EpochRecord: Sendable, Hashable, Codable {
  /// The number of the epoch, from 1.
  public let epoch: Int
  /// The number of steps done.
  public let step: Int
  /// The evaluation weights on the test images; absent if there are none.
  public let test: ClassificationMetrics?
  /// The evaluation weights on the validation images; absent if there are none.
  public let validation: ClassificationMetrics?
  /// The counts of the epoch's pseudo-labels; absent without a policy.
  public let pseudoLabels: PseudoLabelMetrics?
  /// The confidence that each class asks for; null where that is not a finite number.
  public let thresholds: [Float?]
  /// The share of unlabeled images that were accepted.
  public let coverage: Double?
  /// The share of accepted pseudo-labels that were right.
  public let precision: Double?
  /// The share of the images of each hidden class that were accepted.
  package let coveragePerClass: [Double?]?
  /// The share of right ones among the accepted pseudo-labels of each class.
  package let precisionPerClass: [Double?]?
  /// The share of right ones among the classes that images were said not to be.
  package let negativePrecision: Double?

  /// Records an epoch.
  ///
  /// - Parameter report: What the epoch came to.
  package init(_ report: EpochReport) {
    epoch = report.epoch
    step = report.step
    test = report.test
    validation = report.validation
    pseudoLabels = report.pseudoLabels
    thresholds = report.thresholds.map { $0.isFinite ? $0 : nil }
    coverage = report.pseudoLabels?.coverage
    precision = report.pseudoLabels?.precision
    coveragePerClass = report.pseudoLabels?.coverageByTrueClass
    precisionPerClass = report.pseudoLabels?.precisionByPseudoLabel
    negativePrecision = report.pseudoLabels?.negativePrecision
  }
}
