import TensorCore
public import TrainingSteps

/// Accepts the samples whose largest probability reaches one number, the same for all classes.
///
///     weight[j] = 1 if max p[j] >= threshold else 0
///
/// Without an alignment it has no state; an alignment takes in the batch before it is judged. With a
/// threshold of 0 every sample counts whose probabilities are numbers, as in MixMatch.
///
/// Source: Sohn et al., "FixMatch", 2020 (arXiv 2001.07685): 0.95, hard labels. Soft labels
/// with temperature 0.4 and threshold 0.8 are those of Xie et al., "Unsupervised data augmentation",
/// 2020 (arXiv 1904.12848).
public struct FixedThreshold: ThresholdPolicy, Listed {
  /// The name, summary and source that lists show.
  public static let listing = Listing(
    "fixed", "one confidence for all classes and all times (FixMatch)",
    source: "https://arxiv.org/abs/2001.07685")

  /// What accepted samples are taken to be.
  public enum Labels: Sendable, Hashable, Codable {
    /// The most probable class.
    case hard
    /// The probabilities, `p[c]^(1/temperature)` divided by their sum; 1 leaves them alone.
    case soft(temperature: Float)
  }

  /// The least probability of the most probable class.
  public let threshold: Float
  /// What accepted samples are taken to be.
  public let labels: Labels
  /// The requests whose probabilities are averaged and judged.
  public let views: [ViewRequest]
  /// The request about the labeled batch that a labeled target of the alignment reads.
  public let labeledView: ViewRequest

  private var alignment: DistributionAlignment?

  /// Creates a fixed threshold.
  ///
  /// - Parameters:
  ///   - threshold: The least probability of the most probable class, from 0 to 1.
  ///   - labels: What accepted samples are taken to be.
  ///   - alignment: How probabilities are aligned before they are judged; nil is not at all.
  ///   - views: The requests whose probabilities are averaged and judged.
  ///   - labeledView: The request about the labeled batch that a labeled target reads.
  public init(
    _ threshold: Float = 0.95, labels: Labels = .hard, alignment: DistributionAlignment? = nil,
    views: [ViewRequest] = .weak(), labeledView: ViewRequest = ViewRequest(.labeledWeak)
  ) {
    check((0...1).contains(threshold), "FixedThreshold: \(threshold) is not in 0...1")
    check(!views.isEmpty, "FixedThreshold: no view to judge")
    if case .soft(let temperature) = labels {
      check(temperature > 0, "FixedThreshold: temperature \(temperature) is not positive")
    }
    self.threshold = threshold
    self.labels = labels
    self.alignment = alignment
    self.views = views
    self.labeledView = labeledView
  }

  /// What the policy reads: the views that it judges and, where it needs them, the labeled samples.
  public var requests: [ViewRequest] { views + (readsLabels ? [labeledView] : []) }

  private var readsLabels: Bool { alignment?.target == .labeled }

  /// Decides about the unlabeled batch of one step.
  ///
  /// - Parameter step: What the networks said.
  /// - Returns: The weights, pseudo-labels and thresholds.
  public mutating func select(_ step: Step) -> Selection {
    select(JudgedBatch(step, views: views, labeled: readsLabels ? labeledView : nil))
  }

  /// Decides about a batch of probabilities.
  package mutating func select(_ batch: JudgedBatch) -> Selection {
    let probabilities =
      alignment?.align(batch, RowSummary(batch.probabilities)) ?? batch.probabilities
    var selection = Selection(
      accepting: probabilities,
      above: [Float](repeating: threshold, count: batch.classCount))
    if case .soft(let temperature) = labels {
      selection.pseudoLabels = .soft(probabilities.sharpened(temperature: temperature))
    }
    return selection
  }
}
