import TensorCore
public import TrainingSteps

/// Accepts the samples whose largest probability reaches one number, the same for all classes.
///
///     weight[j] = 1 if max p[j] >= threshold else 0
///
/// It has no state, so nothing is updated before or after it selects. With a threshold of 0 every
/// sample counts whose probabilities are numbers.
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

  /// Creates a fixed threshold.
  ///
  /// - Parameters:
  ///   - threshold: The least probability of the most probable class, from 0 to 1.
  ///   - labels: What accepted samples are taken to be.
  ///   - views: The requests whose probabilities are averaged and judged.
  public init(
    _ threshold: Float = 0.95, labels: Labels = .hard, views: [ViewRequest] = .weak()
  ) {
    check((0...1).contains(threshold), "FixedThreshold: \(threshold) is not in 0...1")
    check(!views.isEmpty, "FixedThreshold: no view to judge")
    if case .soft(let temperature) = labels {
      check(temperature > 0, "FixedThreshold: temperature \(temperature) is not positive")
    }
    self.threshold = threshold
    self.labels = labels
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
    var selection = Selection(
      accepting: batch.probabilities,
      above: [Float](repeating: threshold, count: batch.classCount))
    if case .soft(let temperature) = labels {
      selection.pseudoLabels = .soft(batch.probabilities.sharpened(temperature: temperature))
    }
    return selection
  }
}
