import Foundation
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
public struct SoftThreshold: ThresholdPolicy, Listed {
  /// The name, summary and source that lists show.
  public static let listing = Listing(
    "softmatch", "weights by a Gaussian around the mean confidence (SoftMatch)",
    source: "https://arxiv.org/abs/2301.10921")

  /// Which confidences make the mean and the variance.
  public enum Order: String, Sendable, Hashable, Codable, CaseIterable {
    /// Those before alignment, as in the paper.
    case beforeAlignment
    /// Those after alignment, as in the USB library.
    case afterAlignment
  }

  /// The share of the old averages that stays at each step.
  public let momentum: Double
  /// How many times narrower than the confidences' deviation the Gaussian is.
  public let deviations: Double
  /// Which confidences make the mean and the variance.
  public let order: Order
  /// The requests whose probabilities are averaged and judged.
  public let views: [ViewRequest]
  /// The request about the labeled batch that a labeled target of the alignment reads.
  public let labeledView: ViewRequest

  private var alignment: DistributionAlignment?
  private var mean: Double?
  private var variance: Double = 1

  /// Creates a soft threshold.
  ///
  /// - Parameters:
  ///   - momentum: The share of the old averages that stays at each step, from 0 to 1.
  ///   - deviations: How many times narrower than the confidences' deviation the Gaussian is, more
  ///     than 0.
  ///   - alignment: How probabilities are aligned before they are weighed; nil is not at all.
  ///   - order: Which confidences make the mean and the variance.
  ///   - views: The requests whose probabilities are averaged and judged.
  ///   - labeledView: The request about the labeled batch that a labeled target reads.
  public init(
    momentum: Double = 0.999, deviations: Double = 2,
    alignment: DistributionAlignment? = DistributionAlignment(),
    order: Order = .beforeAlignment, views: [ViewRequest] = .weak(),
    labeledView: ViewRequest = ViewRequest(.labeledWeak)
  ) {
    check((0...1).contains(momentum), "SoftThreshold: momentum \(momentum) is not in 0...1")
    check(deviations > 0, "SoftThreshold: \(deviations) deviations are not a positive number")
    check(!views.isEmpty, "SoftThreshold: no view to judge")
    self.momentum = momentum
    self.deviations = deviations
    self.alignment = alignment
    self.order = order
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
    let plain = RowSummary(batch.probabilities)
    let aligned = alignment?.align(batch, plain) ?? batch.probabilities
    let judged = alignment == nil ? plain : RowSummary(aligned)
    let measured = order == .beforeAlignment ? plain : judged

    var center = mean ?? 1 / Double(batch.classCount)
    if let value = measured.meanConfidence {
      move(&center, towards: value, momentum: momentum)
    }
    if let value = measured.confidenceVariance {
      move(&variance, towards: value, momentum: momentum)
    }
    mean = center

    var weights = [Float](repeating: 0, count: batch.probabilities.shape[0])
    let scale = 2 * variance / (deviations * deviations)
    for (place, row) in judged.rows.enumerated() {
      let short = min(Double(judged.confidences[place]) - center, 0)
      // A variance of zero accepts what reaches the mean and nothing else.
      weights[row] = short == 0 ? 1 : scale > 0 ? Float(exp(-short * short / scale)) : 0
    }
    return Selection(
      weights: weights, pseudoLabels: .hard(batch.probabilities.argmaxRows()),
      probabilities: aligned.detached(),
      thresholds: [Float](repeating: Float(center), count: batch.classCount))
  }
}
