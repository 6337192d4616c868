import Foundation
import TensorCore
public import TrainingSteps

/// Accepts the samples whose loss is small, with a bound that shrinks as training goes on.
///
///     q[j]    = p[j] sharpened with the temperature
///     loss[j] = -sum over c of q[j, c] * log p[j, c]              weight 1 if loss[j] <= bound
///     bound   = max(factor * decay^(-k) * start, least)           k: periods since the warm-up
///
/// `start` is the mean cross-entropy of the labeled batch of the first step after the warm-up,
/// during which nothing is accepted. A period is a share of the run. Pseudo-labels are `q` while the
/// bound is above its least value, and then the most probable classes. The bound is found before the
/// batch is judged. The threshold shown for every class is the confidence `exp(-bound)`, which has
/// that cross-entropy.
///
/// Source: Xu et al., "Dash", 2021 (ICML), algorithm 1, with the numbers of the USB library: factor
/// 1.0001, decay 1.27 every 10 of 1,024 epochs, least 0.05, temperature 0.5. There 2,048 steps of
/// warm-up train the labeled images until they are learned; here that is a share of the run.
public struct LossThreshold: ThresholdPolicy, Listed {
  /// The name, summary and source that lists show.
  public static let listing = Listing(
    "dash", "a bound on the loss that shrinks from the labeled loss on (Dash)",
    source: "https://proceedings.mlr.press/v139/xu21e.html")

  /// The factor on the whole bound.
  public let factor: Double
  /// What the bound is divided by after every period.
  public let decay: Double
  /// The least bound.
  public let least: Double
  /// The temperature of pseudo-labels while they are soft.
  public let temperature: Float
  /// The share of the run in which nothing is accepted.
  public let warmUp: Double
  /// The share of the run after which the bound shrinks.
  public let period: Double
  /// The requests whose probabilities are averaged and judged.
  public let views: [ViewRequest]
  /// The request about the labeled batch.
  public let labeledView: ViewRequest

  private var start: Double?

  /// Creates a loss threshold.
  ///
  /// - Parameters:
  ///   - factor: The factor on the whole bound, more than 0.
  ///   - decay: What the bound is divided by after every period, at least 1.
  ///   - least: The least bound, more than 0.
  ///   - temperature: The temperature of pseudo-labels while they are soft.
  ///   - warmUp: The share of the run in which nothing is accepted, from 0 to 1.
  ///   - period: The share of the run after which the bound shrinks, more than 0.
  ///   - views: The requests whose probabilities are averaged and judged.
  ///   - labeledView: The request about the labeled batch.
  public init(
    factor: Double = 1.0001, decay: Double = 1.27, least: Double = 0.05, temperature: Float = 0.5,
    warmUp: Double = 0.05, period: Double = 10.0 / 1_024, views: [ViewRequest] = .weak(),
    labeledView: ViewRequest = ViewRequest(.labeledWeak)
  ) {
    check(factor > 0 && decay >= 1, "LossThreshold: factor \(factor), decay \(decay)")
    check(least > 0 && temperature > 0, "LossThreshold: least \(least), T \(temperature)")
    check((0...1).contains(warmUp) && period > 0, "LossThreshold: \(warmUp), period \(period)")
    check(!views.isEmpty, "LossThreshold: no view to judge")
    self.factor = factor
    self.decay = decay
    self.least = least
    self.temperature = temperature
    self.warmUp = warmUp
    self.period = period
    self.views = views
    self.labeledView = labeledView
  }

  /// What the policy reads: the views that it judges, and the labeled samples.
  public var requests: [ViewRequest] { views + [labeledView] }

  /// Decides about the unlabeled batch of one step.
  ///
  /// - Parameter step: What the networks said.
  /// - Returns: The weights, pseudo-labels and thresholds.
  public mutating func select(_ step: Step) -> Selection {
    let batch = JudgedBatch(step, views: views, labeled: labeledView)
    let isWarm = step.progress.fraction >= warmUp && step.progress.step > 0
    if isWarm, start == nil { start = Self.meanLoss(batch) }
    guard isWarm, let start else { return selection(batch, bound: nil) }
    let periods = ((step.progress.fraction - warmUp) / period).rounded(.down)
    return selection(batch, bound: max(factor * pow(decay, -periods) * start, least))
  }

  private func selection(_ batch: JudgedBatch, bound: Double?) -> Selection {
    let soft = batch.probabilities.sharpened(temperature: temperature)
    let classCount = batch.classCount
    let (p, q) = (batch.probabilities.values, soft.values)
    let weights = (0..<batch.probabilities.shape[0]).map { row -> Float in
      guard let bound else { return 0 }
      var loss = 0.0
      for place in row * classCount..<(row + 1) * classCount where q[place] != 0 {
        loss -= Double(q[place]) * log(Double(p[place]))
      }
      return loss <= bound ? 1 : 0
    }
    let isHard = bound == least
    return Selection(
      weights: weights,
      pseudoLabels: isHard ? .hard(batch.probabilities.argmaxRows()) : .soft(soft),
      probabilities: batch.probabilities,
      thresholds: [Float](repeating: bound.map { Float(exp(-$0)) } ?? 1, count: classCount))
  }

  /// Returns the mean cross-entropy of the labeled batch; nil if no row is finite.
  private static func meanLoss(_ batch: JudgedBatch) -> Double? {
    guard let probabilities = batch.labeledProbabilities else { return nil }
    let (values, classCount) = (probabilities.values, batch.classCount)
    let losses = batch.labels.enumerated().map { -log(Double(values[$0 * classCount + $1])) }
      .filter(\.isFinite)
    return losses.isEmpty ? nil : losses.reduce(0, +) / Double(losses.count)
  }
}
