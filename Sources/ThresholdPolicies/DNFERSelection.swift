public import Parts
import TensorCore
public import TrainingSteps

/// Chooses the labeled samples whose label is more probable than the batch's mean for that class.
///
///     threshold[c] = mean over the labeled batch of p[n, c]            for each view by itself
///     labeled weight of n = 1 if p[n, y[n]] >= threshold[y[n]] else 0
///
/// Before the warm-up is over all labeled samples count. It has no state and accepts no unlabeled
/// samples: all of them have weight 0. The thresholds shown are those of the first view. Rows that are
/// not finite neither enter the means nor count.
///
/// Source: Gera and Balasubramanian, "DNFER", 2022 (arXiv 2208.10221): 5 epochs of warm-up of 40,
/// weak and strong view.
public struct DNFERSelection: ThresholdPolicy, Part {
  /// The name, summary and source.
  public static let info = PartInfo(
    "dnfer", "clean labels: above the batch's mean probability of the class (DNFER)",
    source: "https://arxiv.org/abs/2208.10221")

  /// What can be chosen.
  public struct Options: PartOptions {
    /// The number of epochs in which all labeled samples count.
    package var warmUpEpochs = 3

    /// The options.
    public static let declared: [OptionDeclaration<Self>] = [
      .whole(
        "warm-up-epochs", \.warmUpEpochs, in: 0...1_000_000,
        "epochs in which all labels count (authors: 5 of 40; an epoch is a twentieth of a run)")
    ]

    /// The authors' values, in epochs of a twentieth of a run.
    public init() {}
  }

  /// What was chosen.
  public let options: Options
  private let views: [View]

  /// Creates a selection.
  ///
  /// - Parameters:
  ///   - options: What was chosen.
  ///   - context: Not looked at.
  public init(_ options: Options, for context: PartContext) { self.init(options) }

  /// Creates a selection.
  ///
  /// - Parameters:
  ///   - options: What was chosen; stops the program if something is out of bounds.
  ///   - views: The labeled views, each evaluated by itself.
  public init(
    _ options: Options = Options(), views: [View] = [.labeledWeak, View(.labeled, .strong)]
  ) {
    options.checkBounds(of: "DNFERSelection")
    check(!views.isEmpty, "DNFERSelection: no view to evaluate")
    self.options = options
    self.views = views
  }

  /// Weights of labeled samples alone.
  public var gives: Set<SelectionContent> { [.labeledWeights] }

  /// What the policy reads: the labeled views.
  public var requests: [ViewRequest] { views.map { ViewRequest($0) } }

  /// Chooses among the labeled batch of one step.
  ///
  /// - Parameter step: What the networks said.
  /// - Returns: Weights of labeled samples; all unlabeled ones are rejected.
  public mutating func select(_ step: Step) -> Selection {
    let summaries = views.map { RowSummary(step.probabilities(ViewRequest($0))) }
    var weights: [View: [Float]] = [:]
    if step.progress.epoch >= options.warmUpEpochs {
      for (view, summary) in zip(views, summaries) {
        weights[view] = Self.weights(step, view, summary)
      }
    }
    return Selection(
      rejectingAll: step.sampleIDs.count, classCount: step.classCount, labeledWeights: weights,
      thresholds: summaries[0].meanProbabilities.map { Float($0) })
  }

  private static func weights(_ step: Step, _ view: View, _ summary: RowSummary) -> [Float] {
    let values = step.probabilities(ViewRequest(view)).values
    var weights = [Float](repeating: 0, count: step.labels.count)
    for row in summary.rows {
      let label = step.labels[row]
      let confidence = values[row * step.classCount + label]
      weights[row] = Double(confidence) >= summary.meanProbabilities[label] ? 1 : 0
    }
    return weights
  }
}
