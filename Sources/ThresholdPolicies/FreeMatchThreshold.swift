public import Parts
import TensorCore
public import TrainingSteps

/// One threshold that follows the network's mean confidence, scaled for each class by how much the
/// network predicts that class at all.
///
///     global       = momentum * global + (1 - momentum) * mean of max p        starts at 1 / K
///     model        = momentum * model  + (1 - momentum) * mean of p            starts at 1 / K
///     histogram    = momentum * histogram + (1 - momentum) * fractions of argmax starts at 1 / K
///     threshold[c] = global * model[c] / max model
///
/// The averages take in the batch before it is evaluated. Rows that are not finite do not enter them.
/// It gives `classAverages` for FreeMatch's fairness term.
///
/// Source: Wang et al., "FreeMatch", 2023 (arXiv 2205.07246): momentum 0.999. A
/// quantile (0.8) instead of the mean, and limits for the global threshold (0 to 0.95 for SVHN), are
/// switches of the USB library.
public struct FreeMatchThreshold: ThresholdPolicy, Part {
  /// The name, summary and source.
  public static let info = PartInfo(
    "freematch", "the network's own mean confidence, scaled by class (FreeMatch)",
    source: "https://arxiv.org/abs/2205.07246")

  /// What can be chosen.
  public struct Options: PartOptions {
    /// The fraction of the old averages that stays at each step.
    public var momentum = 0.999
    /// Which quantile of the confidences the global threshold follows; 0 for their mean.
    public var quantile = 0.0
    /// The least global threshold.
    public var lowest = 0.0
    /// The largest global threshold; one below the least counts as that.
    public var highest = 1.0
    /// The views whose probabilities are averaged and evaluated.
    public var views = EvaluatedViews()

    /// The options.
    public static let declared: [OptionDeclaration<Self>] = [
      .number(
        "momentum", \.momentum, in: 0...1,
        "fraction of old averages that stays at each step (paper: 0.999)"),
      .number(
        "quantile", \.quantile, in: 0...1,
        "quantile that the global threshold follows, 0 for the mean (USB: 0.8)"),
      .number(
        "lowest-threshold", \.lowest, in: 0...1, "least global threshold (TorchSSL on SVHN: 0.9)"),
      .number(
        "highest-threshold", \.highest, in: 0...1,
        "largest global threshold (USB and TorchSSL on SVHN: 0.95)"),
      .weakViews(\.views.count),
      .pseudoLabelSource(\.views.network),
      .viewStatistics(\.views.statistics),
    ]

    /// The paper's values.
    public init() {}
  }

  /// What was chosen.
  public let options: Options
  private var global: Double = 0
  private var model: [Double] = []
  private var histogram: [Double] = []

  /// Creates a self-adaptive threshold.
  ///
  /// - Parameters:
  ///   - options: What was chosen.
  ///   - context: Not looked at.
  public init(_ options: Options, for context: PartContext) { self.init(options) }

  /// Creates a self-adaptive threshold.
  ///
  /// - Parameters:
  ///   - momentum: The fraction of the old averages that stays at each step, from 0 to 1.
  ///   - quantile: Which quantile of the confidences the global threshold follows, 0 for the mean.
  ///   - limits: The least and the largest global threshold.
  public init(
    momentum: Double = Options().momentum, quantile: Double = Options().quantile,
    limits: ClosedRange<Double> = Options().lowest...Options().highest
  ) {
    var options = Options()
    options.momentum = momentum
    options.quantile = quantile
    (options.lowest, options.highest) = (limits.lowerBound, limits.upperBound)
    self.init(options)
  }

  /// Creates a self-adaptive threshold.
  ///
  /// - Parameter options: What was chosen; stops the program if something is out of bounds.
  public init(_ options: Options) {
    options.checkBounds(of: "FreeMatchThreshold")
    self.options = options
  }

  /// Pseudo-labels, and the averages of classes.
  public var gives: Set<SelectionContent> {
    [.pseudoLabels, SelectionKey.classAverages.content]
  }

  /// What the policy reads: the views that it evaluates.
  public var requests: [ViewRequest] { options.views.requests }

  /// Decides about the unlabeled batch of one step.
  ///
  /// - Parameter step: What the networks said.
  /// - Returns: The weights, pseudo-labels and thresholds.
  public mutating func select(_ step: Step) -> Selection {
    select(EvaluatedBatch(step, views: options.views))
  }

  /// Decides about a batch of probabilities.
  package mutating func select(_ batch: EvaluatedBatch) -> Selection {
    let classCount = batch.classCount
    if model.isEmpty {
      global = 1 / Double(classCount)
      model = [Double](repeating: 1 / Double(classCount), count: classCount)
      histogram = model
    }
    let summary = RowSummary(batch.probabilities)
    let level =
      options.quantile > 0
      ? summary.confidenceQuantile(options.quantile) : summary.meanConfidence
    if let level {
      move(&global, towards: level, momentum: options.momentum)
      global = min(max(global, options.lowest), max(options.lowest, options.highest))
      move(&model, towards: summary.meanProbabilities, momentum: options.momentum)
      move(&histogram, towards: summary.histogram, momentum: options.momentum)
    }
    let most = model.max() ?? 0
    let thresholds = model.map { most > 0 ? Float(global * ($0 / most)) : Float(global) }
    var selection = Selection(accepting: batch.probabilities, above: thresholds)
    selection[.classAverages] = ClassAverages(
      probabilities: model.map(Float.init), histogram: histogram.map(Float.init))
    return selection
  }
}
