import Foundation
public import Parts
import TensorCore
public import TrainingSteps

/// Chooses the labeled samples with the smallest losses, fewer and fewer of them.
///
///     kept = ceil((1 - rejected * min(epoch / epochs, 1)) * batch)     labeled samples with weight 1
///
/// Losses are cross-entropies with the given labels; of equal ones the first in the batch is kept.
/// It has no state and accepts no unlabeled samples: all of them have weight 0. The threshold shown
/// for every class is the probability of the label of the last sample kept. Rows that are not finite are
/// never kept.
///
/// Source: Jiang et al., "Progressive teacher", 2022 (arXiv 2205.14361). Its algorithm was not to be
/// had; this is inferred: small-loss selection by the teacher, with the numbers of co-teaching (Han et
/// al., 2018, arXiv 1804.06872) for the growth over the first epochs.
public struct SmallLossSelection: ThresholdPolicy, Part {
  /// The name, summary and source.
  public static let info = PartInfo(
    "small-loss", "labeled samples of small loss, fewer and fewer (Progressive Teacher)",
    source: "https://arxiv.org/abs/2205.14361")

  /// What can be chosen.
  public struct Options: PartOptions {
    /// The fraction of labeled samples that is rejected in the end: the assumed noise.
    public var rejected = 0.3
    /// The number of epochs after which the fraction is whole.
    public var epochs = 10
    /// Which network's losses are ranked.
    public var network = ViewRequest.Network.teacher

    /// The options.
    public static let declared: [OptionDeclaration<Self>] = [
      .number(
        "rejected", \.rejected, in: 0...1,
        "fraction of labels taken for noise in the end (inferred)"),
      .whole(
        "rejected-epochs", \.epochs, in: 1...1_000_000,
        "epochs in which that fraction grows (co-teaching: 10)"),
      .choice("ranking", \.network, "which network's losses are ranked (inferred)"),
    ]

    /// The values of co-teaching.
    public init() {}
  }

  /// What was chosen.
  public let options: Options

  /// Creates a selection.
  ///
  /// - Parameters:
  ///   - options: What was chosen.
  ///   - context: Not looked at.
  public init(_ options: Options, for context: PartContext) { self.init(options) }

  /// Creates a selection.
  ///
  /// - Parameter options: What was chosen; stops the program if something is out of bounds.
  public init(_ options: Options = Options()) {
    options.checkBounds(of: "SmallLossSelection")
    self.options = options
  }

  /// Weights of labeled samples alone.
  public var gives: Set<SelectionContent> { [.labeledWeights] }

  private var view: ViewRequest { ViewRequest(.labeledWeak, by: options.network) }

  /// What the policy reads: the labeled view.
  public var requests: [ViewRequest] { [view] }

  /// Returns the fraction of the labeled batch that is kept.
  ///
  /// - Parameter epoch: The number of epochs done.
  /// - Returns: A fraction from one minus the rejected fraction to 1.
  package func keptFraction(epoch: Int) -> Double {
    1 - options.rejected * min(Double(epoch) / Double(options.epochs), 1)
  }

  /// Chooses among the labeled batch of one step.
  ///
  /// - Parameter step: What the networks said.
  /// - Returns: Weights of labeled samples; all unlabeled ones are rejected.
  public mutating func select(_ step: Step) -> Selection {
    let values = step.probabilities(view).values
    let confidences = step.labels.enumerated().map { row, label in
      values[row * step.classCount + label]
    }
    let order = confidences.indices.filter { confidences[$0].isFinite }
      .sorted {
        confidences[$0] > confidences[$1] || (confidences[$0] == confidences[$1] && $0 < $1)
      }
    // Slightly less, so that fractions that are whole numbers of samples stay whole.
    let wanted = keptFraction(epoch: step.progress.epoch) * Double(confidences.count)
    let kept = order.prefix(Int((wanted - 1e-9).rounded(.up)))
    var weights = [Float](repeating: 0, count: confidences.count)
    for row in kept { weights[row] = 1 }
    let least = kept.last.map { confidences[$0] } ?? 0
    return Selection(
      rejectingAll: step.sampleIDs.count, classCount: step.classCount,
      labeledWeights: [view.view: weights],
      thresholds: [Float](repeating: least, count: step.classCount))
  }
}
