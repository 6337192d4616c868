import TensorCore
public import TrainingSteps

/// Asks a share of the mean confidence that the network has on the labeled batch of the same step.
///
///     threshold = share * mean over the labeled batch of max p
///
/// The unlabeled probabilities are aligned first; their most probable classes after alignment are
/// the pseudo-labels. The alignment takes in the batch before it is used; the threshold has no state.
/// Without a labeled row that is finite the threshold is the share itself.
///
/// Source: Berthelot et al., "AdaMatch", 2022 (arXiv 2106.04732): share 0.9, interpolated scores,
/// a queue of 128 on the model's side of the alignment. Share 0.95, no interpolation and moving
/// averages of 0.999 on both sides, which are the defaults here, are those of the USB library.
public struct RelativeThreshold: ThresholdPolicy, Listed {
  /// The name, summary and source that lists show.
  public static let listing = Listing(
    "adamatch", "a share of the labeled batch's mean confidence (AdaMatch)",
    source: "https://arxiv.org/abs/2106.04732")

  /// The share of the labeled batch's mean confidence that is asked for.
  public let share: Float
  /// The requests whose probabilities are averaged and judged.
  public let views: [ViewRequest]
  /// The request about the labeled batch.
  public let labeledView: ViewRequest
  /// Whether labeled scores lie somewhere between those of the joint and of the labeled batch.
  public let interpolatesLogits: Bool

  private var alignment: DistributionAlignment?

  /// Creates a relative threshold.
  ///
  /// - Parameters:
  ///   - share: The share of the labeled batch's mean confidence that is asked for, from 0 to 1.
  ///   - alignment: How probabilities are aligned before they are judged; nil is not at all.
  ///   - views: The requests whose probabilities are averaged and judged.
  ///   - labeledView: The request about the labeled batch.
  ///   - interpolatesLogits: Whether labeled scores lie somewhere between those of the joint and of
  ///     the labeled batch; then only the view of `labeledView` counts.
  public init(
    _ share: Float = 0.95,
    alignment: DistributionAlignment? = DistributionAlignment(target: .labeled),
    views: [ViewRequest] = .weak(), labeledView: ViewRequest = ViewRequest(.labeledWeak),
    interpolatesLogits: Bool = false
  ) {
    check((0...1).contains(share), "RelativeThreshold: \(share) is not in 0...1")
    check(!views.isEmpty, "RelativeThreshold: no view to judge")
    self.share = share
    self.alignment = alignment
    self.views = views
    self.labeledView = labeledView
    self.interpolatesLogits = interpolatesLogits
  }

  /// What the policy reads: the views that it judges and, where it needs them, the labeled samples.
  public var requests: [ViewRequest] {
    views
      + (interpolatesLogits
        ? LogitInterpolation(labeledView.view).requests(gradient: false) : [labeledView])
  }

  /// Decides about the unlabeled batch of one step.
  ///
  /// - Parameter step: What the networks said.
  /// - Returns: The weights, pseudo-labels and thresholds.
  public mutating func select(_ step: Step) -> Selection {
    guard interpolatesLogits else {
      return select(JudgedBatch(step, views: views, labeled: labeledView))
    }
    let logits = LogitInterpolation(labeledView.view).logits(step, gradient: false)
    return select(JudgedBatch(step, views: views, labeledProbabilities: logits.softmax()))
  }

  /// Decides about a batch of probabilities.
  package mutating func select(_ batch: JudgedBatch) -> Selection {
    let aligned =
      alignment?.align(batch, RowSummary(batch.probabilities)) ?? batch.probabilities
    let confidence = batch.labeledProbabilities.flatMap { RowSummary($0).meanConfidence } ?? 1
    let threshold = Float(Double(share) * confidence)
    return Selection(
      accepting: aligned, above: [Float](repeating: threshold, count: batch.classCount))
  }
}
