import Foundation
public import Parts
import TensorCore
public import TrainingSteps

/// Weighs samples by how far their confidence falls short of the mean: a truncated Gaussian.
///
///     mean      = momentum * mean     + (1 - momentum) * mean of the confidences       starts at 1 / K
///     variance  = momentum * variance + (1 - momentum) * variance of the confidences   starts at 1
///     weight[j] = exp(-min(confidence[j] - mean, 0)^2 / (2 * variance / deviations^2))
///
/// The averages take in the batch before it is weighed; the batch variance is divided by one less
/// than the number of rows, and a batch of fewer than two rows leaves the average variance alone.
/// With an alignment the confidences that are weighed are those of aligned probabilities, while the
/// hard pseudo-labels stay the most probable classes before alignment. The threshold shown for every
/// class is the mean. Rows that are not finite have weight 0 and do not enter the averages.
///
/// Source: Chen et al., "SoftMatch", 2023 (arXiv 2301.10921): momentum 0.999, uniform alignment,
/// two deviations as in the USB library. The paper takes mean and variance
/// before alignment (``Order/beforeAlignment``), the USB library after.
public struct SoftMatchWeighting: ThresholdPolicy, Part {
  /// The name, summary and source.
  public static let info = PartInfo(
    "softmatch", "weights by a Gaussian around the mean confidence (SoftMatch)",
    source: "https://arxiv.org/abs/2301.10921")

  /// Which confidences make the mean and the variance.
  public enum Order: String, Sendable, Hashable, Codable, CaseIterable {
    /// Those before alignment, as in the paper.
    case beforeAlignment
    /// Those after alignment, as in the USB library.
    case afterAlignment
  }

  /// What can be chosen.
  public struct Options: PartOptions {
    /// The fraction of the old averages that stays at each step.
    public var momentum = 0.999
    /// How many times narrower than the confidences' deviation the Gaussian is.
    public var deviations = 2.0
    /// What probabilities are aligned with before they are weighed.
    public var alignment = DistributionAlignment.Target.uniform
    /// Which confidences make the mean and the variance.
    public var order = Order.beforeAlignment
    /// The views whose probabilities are averaged and evaluated.
    package var views = EvaluatedViews()

    /// The options.
    public static let declared: [OptionDeclaration<Self>] = [
      .number(
        "momentum", \.momentum, in: 0...1,
        "fraction of old averages that stays at each step (paper: 0.999)"),
      .number(
        "deviations", \.deviations, in: 1e-3...1e3,
        "how much narrower than the confidences the Gaussian is (USB: 2)"),
      .choice(
        "alignment", \.alignment,
        "what probabilities are aligned with before they are weighed (paper: uniform)"),
      .choice(
        "order", \.order, "which confidences make mean and variance (paper: before; USB: after)",
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
  private var mean: Double?
  private var variance: Double = 1

  /// Creates a soft threshold.
  ///
  /// - Parameters:
  ///   - options: What was chosen.
  ///   - context: Not looked at.
  public init(_ options: Options, for context: PartContext) { self.init(options) }

  /// Creates a soft threshold.
  ///
  /// - Parameters:
  ///   - momentum: The fraction of the old averages that stays at each step, from 0 to 1.
  ///   - alignment: What probabilities are aligned with before they are weighed.
  ///   - order: Which confidences make the mean and the variance.
  public init(
    momentum: Double = Options().momentum,
    alignment: DistributionAlignment.Target = Options().alignment, order: Order = Options().order
  ) {
    var options = Options()
    options.momentum = momentum
    options.alignment = alignment
    options.order = order
    self.init(options)
  }

  /// Creates a soft threshold.
  ///
  /// - Parameter options: What was chosen; stops the program if something is out of bounds.
  public init(_ options: Options) {
    options.checkBounds(of: "SoftMatchWeighting")
    self.options = options
    alignment = DistributionAlignment(target: options.alignment, momentum: options.momentum)
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
    let plain = RowSummary(batch.probabilities)
    let aligned = alignment.align(batch, plain)
    let evaluated = options.alignment == .none ? plain : RowSummary(aligned)
    let measured = options.order == .beforeAlignment ? plain : evaluated

    var center = mean ?? 1 / Double(batch.classCount)
    if let value = measured.meanConfidence {
      move(&center, towards: value, momentum: options.momentum)
    }
    if let value = measured.confidenceVariance {
      move(&variance, towards: value, momentum: options.momentum)
    }
    mean = center

    var weights = [Float](repeating: 0, count: batch.probabilities.shape[0])
    let scale = 2 * variance / (options.deviations * options.deviations)
    for (index, row) in evaluated.rows.enumerated() {
      let short = min(Double(evaluated.confidences[index]) - center, 0)
      // A variance of zero accepts what reaches the mean and nothing else.
      weights[row] = short == 0 ? 1 : scale > 0 ? Float(exp(-short * short / scale)) : 0
    }
    return Selection(
      weights: weights, pseudoLabels: .hard(batch.probabilities.argmaxRows()),
      probabilities: aligned.detached(),
      thresholds: [Float](repeating: Float(center), count: batch.classCount))
  }
}
