import TensorCore
public import TrainingSteps

/// Chooses the labeled samples whose label the network believes in more than the batch does.
///
///     threshold[c] = mean over the labeled batch of p[n, c]            for each view by itself
///     labeled weight of n = 1 if p[n, y[n]] >= threshold[y[n]] else 0
///
/// Before the warm-up is over all labeled samples count. It has no state and no opinion of unlabeled
/// samples: all of them have weight 0. The thresholds shown are those of the first view. Rows that are
/// not finite neither enter the means nor count.
///
/// Source: Gera and Balasubramanian, "DNFER", 2022 (arXiv 2208.10221): 5 epochs of warm-up of 40,
/// weak and strong view.
public struct BatchMeanSelection: ThresholdPolicy, Listed {
  /// The name, summary and source that lists show.
  public static let listing = Listing(
    "dnfer", "clean labels: above the batch's mean belief in the class (DNFER)",
    source: "https://arxiv.org/abs/2208.10221")

  /// The number of epochs in which all labeled samples count.
  public let warmUpEpochs: Int
  /// The labeled views, each judged by itself.
  public let views: [View]

  /// Creates a selection.
  ///
  /// - Parameters:
  ///   - warmUpEpochs: The number of epochs in which all labeled samples count.
  ///   - views: The labeled views, each judged by itself.
  public init(
    warmUpEpochs: Int = 0, views: [View] = [.labeledWeak, View(.labeled, .strong)]
  ) {
    check(warmUpEpochs >= 0, "BatchMeanSelection: \(warmUpEpochs) warm-up epochs")
    check(!views.isEmpty, "BatchMeanSelection: no view to judge")
    self.warmUpEpochs = warmUpEpochs
    self.views = views
  }

  /// What the policy reads: the labeled views.
  public var requests: [ViewRequest] { views.map { ViewRequest($0) } }

  /// Chooses among the labeled batch of one step.
  ///
  /// - Parameter step: What the networks said.
  /// - Returns: Weights of labeled samples; all unlabeled ones are rejected.
  public mutating func select(_ step: Step) -> Selection {
    let summaries = views.map { RowSummary(step.probabilities(ViewRequest($0))) }
    var weights: [View: [Float]] = [:]
    if step.progress.epoch >= warmUpEpochs {
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
      let belief = values[row * step.classCount + label]
      weights[row] = Double(belief) >= summary.meanProbabilities[label] ? 1 : 0
    }
    return weights
  }
}
