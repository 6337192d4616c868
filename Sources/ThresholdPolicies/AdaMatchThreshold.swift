public import Parts
import TensorCore
public import TrainingSteps

/// A threshold that is a fraction of the mean confidence on the labeled batch of the same step.
///
///     threshold = fraction * mean over the labeled batch of max p
///
/// The unlabeled probabilities are aligned first; their most probable classes after alignment are
/// the pseudo-labels. The alignment takes in the batch before it is used; the threshold has no state.
/// Without a labeled row that is finite the threshold is the fraction itself.
///
/// Source: Berthelot et al., "AdaMatch", 2022 (arXiv 2106.04732): fraction 0.9, interpolated
/// scores, a queue of 128 on the model's side of the alignment. Fraction 0.95, no interpolation and
/// moving averages of 0.999 on both sides are those of the USB library.
public struct AdaMatchThreshold: ThresholdPolicy, Part {
  /// The name, summary and source.
  public static let info = PartInfo(
    "adamatch", "a fraction of the labeled batch's mean confidence (AdaMatch)",
    source: "https://arxiv.org/abs/2106.04732")

  /// What can be chosen.
  public struct Options: PartOptions {
    /// The fraction of the labeled batch's mean confidence that is asked for.
    public var fraction: Float = 0.9
    /// Whether labeled scores lie somewhere between those of the joint and of the labeled batch.
    public var interpolation = true
    /// What probabilities are aligned with before they are evaluated.
    public var alignment = DistributionAlignment.Target.labeled
    /// The number of batch means that the model's side of the alignment is the mean of.
    public var alignmentQueue = 128
    /// The fraction of the old averages of the alignment that stays at each step.
    public var momentum = 0.999
    /// The views whose probabilities are averaged and evaluated.
    package var views = EvaluatedViews()

    /// The options.
    public static let declared: [OptionDeclaration<Self>] = [
      .number(
        "fraction", \.fraction, in: 0...1,
        "fraction of the labeled batch's mean confidence (paper: 0.9; USB: 0.95)"),
      .flag(
        "interpolation", \.interpolation,
        "random interpolation of labeled scores (paper: true; USB: false)"),
      .choice(
        "alignment", \.alignment, "what probabilities are aligned with first (paper: labeled)"),
      .whole(
        "alignment-queue", \.alignmentQueue, in: 0...100_000,
        "batches behind the model's distribution, 0 for a moving average (authors: 128; USB: 0)",
        when: { $0.alignment != .none }),
      .number(
        "momentum", \.momentum, in: 0...1,
        "fraction of the alignment's old averages that stays at each step (USB: 0.999)",
        when: { $0.alignment != .none }),
      .weakViews(\.views.count),
      .pseudoLabelSource(\.views.network),
      .viewStatistics(\.views.statistics),
    ]

    /// The paper's values.
    public init() {}
  }

  /// What was chosen.
  public let options: Options
  private var alignment: DistributionAlignment

  /// Creates a relative threshold.
  ///
  /// - Parameters:
  ///   - options: What was chosen.
  ///   - context: Not looked at.
  public init(_ options: Options, for context: PartContext) { self.init(options) }

  /// Creates a relative threshold.
  ///
  /// - Parameters:
  ///   - fraction: The fraction of the labeled batch's mean confidence that is asked for, from 0 to 1.
  ///   - alignment: What probabilities are aligned with before they are evaluated.
  ///   - queue: The number of batch means that the model's side of the alignment is the mean of; 0
  ///     for a moving average.
  ///   - interpolation: Whether labeled scores lie between those of the joint and the labeled batch.
  public init(
    _ fraction: Float = Options().fraction,
    alignment: DistributionAlignment.Target = Options().alignment,
    queue: Int = Options().alignmentQueue, interpolation: Bool = Options().interpolation
  ) {
    var options = Options()
    options.fraction = fraction
    options.alignment = alignment
    options.alignmentQueue = queue
    options.interpolation = interpolation
    self.init(options)
  }

  /// Creates a relative threshold.
  ///
  /// - Parameter options: What was chosen; stops the program if something is out of bounds.
  public init(_ options: Options) {
    options.checkBounds(of: "AdaMatchThreshold")
    self.options = options
    alignment = DistributionAlignment(
      target: options.alignment, momentum: options.momentum,
      queueLength: options.alignmentQueue)
  }

  /// What the policy reads: the views that it judges and, where it needs them, the labeled samples.
  public var requests: [ViewRequest] {
    options.views.requests
      + (options.interpolation
        ? LogitInterpolation(.labeledWeak).requests(gradient: false)
        : [ViewRequest(.labeledWeak)])
  }

  /// Decides about the unlabeled batch of one step.
  ///
  /// - Parameter step: What the networks said.
  /// - Returns: The weights, pseudo-labels and thresholds.
  public mutating func select(_ step: Step) -> Selection {
    guard options.interpolation else {
      return select(
        EvaluatedBatch(step, views: options.views, labeled: ViewRequest(.labeledWeak)))
    }
    let logits = LogitInterpolation(.labeledWeak).logits(step, gradient: false)
    return select(
      EvaluatedBatch(step, views: options.views, labeledProbabilities: logits.softmax()))
  }

  /// Decides about a batch of probabilities.
  package mutating func select(_ batch: EvaluatedBatch) -> Selection {
    let aligned = alignment.align(batch, RowSummary(batch.probabilities))
    let confidence = batch.labeledProbabilities.flatMap { RowSummary($0).meanConfidence } ?? 1
    let threshold = Float(Double(options.fraction) * confidence)
    return Selection(
      accepting: aligned, above: [Float](repeating: threshold, count: batch.classCount))
  }
}
