import TensorCore
public import TrainingSteps

/// One threshold that follows the network's mean confidence, scaled for each class by how much the
/// network believes in that class at all.
///
///     global       = momentum * global + (1 - momentum) * mean of max p        starts at 1 / K
///     model        = momentum * model  + (1 - momentum) * mean of p            starts at 1 / K
///     histogram    = momentum * histogram + (1 - momentum) * shares of argmax  starts at 1 / K
///     threshold[c] = global * model[c] / max model
///
/// The averages take in the batch before it is judged. Rows that are not finite do not enter them.
/// The statistics ``/TrainingSteps/Selection/modelProbabilities`` and
/// ``/TrainingSteps/Selection/modelHistogram`` are there for FreeMatch's fairness term.
///
/// Source: Wang et al., "FreeMatch", 2023 (arXiv 2205.07246): momentum 0.999. A
/// quantile (0.8) instead of the mean, and limits for the global threshold (0 to 0.95 for SVHN), are
/// switches of the USB library.
public struct SelfAdaptiveThreshold: ThresholdPolicy, Listed {
  /// The name, summary and source that lists show.
  public static let listing = Listing(
    "freematch", "the network's own mean confidence, scaled by class (FreeMatch)",
    source: "https://arxiv.org/abs/2205.07246")

  /// The share of the old averages that stays at each step.
  public let momentum: Double
  /// Which quantile of the confidences the global threshold follows; nil is their mean.
  public let quantile: Double?
  /// The limits of the global threshold; nil is none.
  public let limits: ClosedRange<Double>?
  /// The requests whose probabilities are averaged and judged.
  public let views: [ViewRequest]

  private var global: Double = 0
  private var model: [Double] = []
  private var histogram: [Double] = []

  /// Creates a self-adaptive threshold.
  ///
  /// - Parameters:
  ///   - momentum: The share of the old averages that stays at each step, from 0 to 1.
  ///   - quantile: Which quantile of the confidences the global threshold follows, from 0 to 1;
  ///     nil is their mean.
  ///   - limits: The limits of the global threshold; nil is none.
  ///   - views: The requests whose probabilities are averaged and judged.
  public init(
    momentum: Double = 0.999, quantile: Double? = nil, limits: ClosedRange<Double>? = nil,
    views: [ViewRequest] = .weak()
  ) {
    check((0...1).contains(momentum), "SelfAdaptiveThreshold: momentum \(momentum) not in 0...1")
    if let quantile {
      check((0...1).contains(quantile), "SelfAdaptiveThreshold: quantile \(quantile) not in 0...1")
    }
    check(!views.isEmpty, "SelfAdaptiveThreshold: no view to judge")
    self.momentum = momentum
    self.quantile = quantile
    self.limits = limits
    self.views = views
  }

  /// What the policy reads: the views that it judges.
  public var requests: [ViewRequest] { views }

  /// Decides about the unlabeled batch of one step.
  ///
  /// - Parameter step: What the networks said.
  /// - Returns: The weights, pseudo-labels and thresholds.
  public mutating func select(_ step: Step) -> Selection {
    select(JudgedBatch(step, views: views))
  }

  /// Decides about a batch of probabilities.
  package mutating func select(_ batch: JudgedBatch) -> Selection {
    let classCount = batch.classCount
    if model.isEmpty {
      global = 1 / Double(classCount)
      model = [Double](repeating: 1 / Double(classCount), count: classCount)
      histogram = model
    }
    let summary = RowSummary(batch.probabilities)
    let level = quantile.map(summary.confidenceQuantile) ?? summary.meanConfidence
    if let level {
      move(&global, towards: level, momentum: momentum)
      if let limits { global = min(max(global, limits.lowerBound), limits.upperBound) }
      move(&model, towards: summary.meanProbabilities, momentum: momentum)
      move(&histogram, towards: summary.histogram, momentum: momentum)
    }
    let most = model.max() ?? 0
    let thresholds = model.map { most > 0 ? Float(global * ($0 / most)) : Float(global) }
    return Selection(
      accepting: batch.probabilities, above: thresholds,
      statistics: [
        Selection.modelProbabilities: model.map(Float.init),
        Selection.modelHistogram: histogram.map(Float.init),
      ])
  }
}
