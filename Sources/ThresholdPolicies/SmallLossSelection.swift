import Foundation
import TensorCore
public import TrainingSteps

/// Chooses the labeled samples with the smallest losses, fewer and fewer of them.
///
///     kept = ceil((1 - rejected * min(epoch / epochs, 1)) * batch)     labeled samples with weight 1
///
/// Losses are cross-entropies with the given labels; of equal ones the first in the batch is kept.
/// It has no state and no opinion of unlabeled samples: all of them have weight 0. The threshold shown
/// for every class is the belief in the label of the last sample kept. Rows that are not finite are
/// never kept.
///
/// Source: Jiang et al., "Progressive teacher", 2022 (arXiv 2205.14361). Its algorithm was not to be
/// had; this is inferred: small-loss selection by the teacher, with the numbers of co-teaching (Han et
/// al., 2018, arXiv 1804.06872) for the growth over the first epochs.
public struct SmallLossSelection: ThresholdPolicy, Listed {
  /// The name, summary and source that lists show.
  public static let listing = Listing(
    "small-loss", "labeled samples of small loss, fewer and fewer (Progressive Teacher)",
    source: "https://arxiv.org/abs/2205.14361")

  /// The share of labeled samples that is rejected in the end: the assumed noise.
  public let rejected: Double
  /// The number of epochs after which the share is whole.
  public let epochs: Int
  /// The request whose losses are ranked.
  public let view: ViewRequest

  /// Creates a selection.
  ///
  /// - Parameters:
  ///   - rejected: The share of labeled samples that is rejected in the end, from 0 to 1.
  ///   - epochs: The number of epochs after which the share is whole, at least 1.
  ///   - view: The request whose losses are ranked; by default the teacher's answer.
  public init(
    rejected: Double = 0.3, epochs: Int = 10,
    view: ViewRequest = ViewRequest(.labeledWeak, by: .teacher)
  ) {
    check((0...1).contains(rejected), "SmallLossSelection: \(rejected) is not in 0...1")
    check(epochs > 0, "SmallLossSelection: \(epochs) epochs")
    self.rejected = rejected
    self.epochs = epochs
    self.view = view
  }

  /// What the policy reads: the labeled view.
  public var requests: [ViewRequest] { [view] }

  /// Returns the share of the labeled batch that is kept.
  ///
  /// - Parameter epoch: The number of epochs done.
  /// - Returns: A share from one minus the rejected share to 1.
  public func keptShare(epoch: Int) -> Double {
    1 - rejected * min(Double(epoch) / Double(epochs), 1)
  }

  /// Chooses among the labeled batch of one step.
  ///
  /// - Parameter step: What the networks said.
  /// - Returns: Weights of labeled samples; all unlabeled ones are rejected.
  public mutating func select(_ step: Step) -> Selection {
    let values = step.probabilities(view).values
    let beliefs = step.labels.enumerated().map { row, label in
      values[row * step.classCount + label]
    }
    let order = beliefs.indices.filter { beliefs[$0].isFinite }
      .sorted { beliefs[$0] > beliefs[$1] || (beliefs[$0] == beliefs[$1] && $0 < $1) }
    // A hair less, so that shares that are whole numbers of samples stay whole.
    let share = keptShare(epoch: step.progress.epoch) * Double(beliefs.count)
    let kept = order.prefix(Int((share - 1e-9).rounded(.up)))
    var weights = [Float](repeating: 0, count: beliefs.count)
    for row in kept { weights[row] = 1 }
    let least = kept.last.map { beliefs[$0] } ?? 0
    return Selection(
      rejectingAll: step.sampleIDs.count, classCount: step.classCount,
      labeledWeights: [view.view: weights],
      thresholds: [Float](repeating: least, count: step.classCount))
  }
}
