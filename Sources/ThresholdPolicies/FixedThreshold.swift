public import Parts
import TensorCore
public import TrainingSteps

/// Accepts the samples whose largest probability reaches one number, the same for all classes.
///
///     weight[j] = 1 if max p[j] >= threshold else 0
///
/// Without an alignment it has no state; an alignment takes in the batch before it is evaluated. With
/// a threshold of 0 every sample counts whose probabilities are numbers, as in MixMatch.
///
/// Source: Sohn et al., "FixMatch", 2020 (arXiv 2001.07685): 0.95, hard labels. Soft labels
/// with temperature 0.4 and threshold 0.8 are those of Xie et al., "Unsupervised data augmentation",
/// 2020 (arXiv 1904.12848).
public struct FixedThreshold: ThresholdPolicy, Part {
  /// The name, summary and source.
  public static let info = PartInfo(
    "fixed", "one confidence for all classes and all times (FixMatch)",
    source: "https://arxiv.org/abs/2001.07685")

  /// What accepted samples are taken to be.
  public enum Labels: String, Sendable, Hashable, Codable, CaseIterable {
    /// The most probable class.
    case hard
    /// The probabilities, `p[c]^(1/temperature)` divided by their sum.
    case soft
  }

  /// What can be chosen.
  public struct Options: PartOptions {
    /// The least probability of the most probable class.
    public var threshold: Float = 0.95
    /// What accepted samples are taken to be.
    public var labels = Labels.hard
    /// The temperature of soft labels.
    public var temperature: Float = 1
    /// What probabilities are aligned with before they are evaluated.
    public var alignment = DistributionAlignment.Target.none
    /// The number of batch means that the model's side of the alignment is the mean of.
    package var alignmentQueue = 0
    /// The views whose probabilities are averaged and evaluated.
    public var views = EvaluatedViews()

    /// The options.
    public static let declared: [OptionDeclaration<Self>] = [
      .number(
        "threshold", \.threshold, in: 0...1, "least confidence of a pseudo-label (FixMatch: 0.95)"),
      .choice("labels", \.labels, "hard or soft pseudo-labels (FixMatch: hard; UDA: soft)"),
      .number(
        "temperature", \.temperature, in: 0.001...1_000,
        "temperature of soft labels (UDA's CIFAR-10 script: 0.4; USB in effect: 1)",
        when: { $0.labels == .soft }),
      .choice(
        "alignment", \.alignment,
        "what probabilities are aligned with first (FixMatch: none; ReMixMatch: labels)"),
      .whole(
        "alignment-queue", \.alignmentQueue, in: 0...100_000,
        "batches behind the model's distribution, 0 for a moving average (authors: 128; USB: 0)",
        when: { $0.alignment != .none }),
      .weakViews(\.views.count),
      .pseudoLabelSource(\.views.network),
      .viewStatistics(\.views.statistics),
    ]

    /// The values of FixMatch.
    public init() {}
  }

  /// What was chosen.
  public let options: Options
  private var alignment: DistributionAlignment

  /// Creates a fixed threshold.
  ///
  /// - Parameters:
  ///   - options: What was chosen.
  ///   - context: Not looked at.
  public init(_ options: Options, for context: PartContext) { self.init(options) }

  /// Creates a fixed threshold.
  ///
  /// - Parameters:
  ///   - threshold: The least probability of the most probable class, from 0 to 1.
  ///   - temperature: The temperature of soft labels; nil for hard ones.
  ///   - views: The views whose probabilities are averaged and evaluated.
  public init(
    _ threshold: Float = Options().threshold, temperature: Float? = nil,
    views: EvaluatedViews = Options().views
  ) {
    var options = Options()
    options.threshold = threshold
    if let temperature { (options.labels, options.temperature) = (.soft, temperature) }
    options.views = views
    self.init(options)
  }

  /// Creates a fixed threshold.
  ///
  /// - Parameter options: What was chosen; stops the program if something is out of bounds.
  public init(_ options: Options) {
    options.checkBounds(of: "FixedThreshold")
    self.options = options
    alignment = DistributionAlignment(
      target: options.alignment, queueLength: options.alignmentQueue)
  }

  /// What the policy reads: the views that it evaluates and, where it needs them, the labeled samples.
  public var requests: [ViewRequest] {
    options.views.requests + (readsLabels ? [ViewRequest(.labeledWeak)] : [])
  }

  private var readsLabels: Bool { options.alignment == .labeled }

  /// Decides about the unlabeled batch of one step.
  ///
  /// - Parameter step: What the networks said.
  /// - Returns: The weights, pseudo-labels and thresholds.
  public mutating func select(_ step: Step) -> Selection {
    select(
      EvaluatedBatch(
        step, views: options.views, labeled: readsLabels ? ViewRequest(.labeledWeak) : nil))
  }

  /// Decides about a batch of probabilities.
  package mutating func select(_ batch: EvaluatedBatch) -> Selection {
    let probabilities = alignment.align(batch, RowSummary(batch.probabilities))
    var selection = Selection(
      accepting: probabilities,
      above: [Float](repeating: options.threshold, count: batch.classCount))
    if options.labels == .soft {
      selection.pseudoLabels = .soft(probabilities.sharpened(temperature: options.temperature))
    }
    return selection
  }
}
