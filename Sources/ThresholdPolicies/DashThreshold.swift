import Foundation
public import Parts
import TensorCore
public import TrainingSteps

/// Accepts the samples whose loss is small, with a bound that shrinks as training goes on.
///
///     q[j]    = p[j] sharpened with the temperature
///     loss[j] = -sum over c of q[j, c] * log p[j, c]              weight 1 if loss[j] <= bound
///     bound   = max(factor * decay^(-k) * start, least)           k: periods since the warm-up
///
/// `start` is the mean cross-entropy of the labeled batch of the first step after the warm-up,
/// during which nothing is accepted. A period is a fraction of the run. Pseudo-labels are `q` while the
/// bound is above its least value, and then the most probable classes. The bound is found before the
/// batch is evaluated. The threshold shown for every class is the confidence `exp(-bound)`, which has
/// that cross-entropy.
///
/// Source: Xu et al., "Dash", 2021 (ICML), algorithm 1, with the numbers of the USB library: factor
/// 1.0001, decay 1.27 every 10 of 1,024 epochs, least 0.05, temperature 0.5. There 2,048 steps of
/// warm-up train the labeled images until they are learned; here that is a fraction of the run.
public struct DashThreshold: ThresholdPolicy, Part {
  /// The name, summary and source.
  public static let info = PartInfo(
    "dash", "a bound on the loss that shrinks from the labeled loss on (Dash)",
    source: "https://proceedings.mlr.press/v139/xu21e.html")

  /// What can be chosen.
  public struct Options: PartOptions {
    /// The factor on the whole bound.
    public var factor = 1.0001
    /// What the bound is divided by after every period.
    public var decay = 1.27
    /// The least bound.
    public var least = 0.05
    /// The temperature of pseudo-labels while they are soft.
    public var temperature: Float = 0.5
    /// The fraction of the run in which nothing is accepted.
    public var warmUp = 0.05
    /// The fraction of the run after which the bound shrinks.
    package var period = 10.0 / 1_024
    /// The views whose probabilities are averaged and evaluated.
    package var views = EvaluatedViews()

    /// The options.
    public static let declared: [OptionDeclaration<Self>] = [
      .number("factor", \.factor, in: 1e-6...1e6, "factor on the whole bound (USB: 1.0001)"),
      .number(
        "decay", \.decay, in: 1...1e6,
        "what the bound is divided by after each period (paper: 1.27)"
      ),
      .number("least-bound", \.least, in: 1e-6...1e6, "least bound on the loss (USB: 0.05)"),
      .number(
        "temperature", \.temperature, in: 0.001...1_000, "temperature of soft labels (USB: 0.5)"),
      .number(
        "warm-up", \.warmUp, in: 0...1,
        "fraction of the run that learns from labels alone (USB: 2,048 steps)"),
      .number(
        "period", \.period, in: 1e-6...1, "fraction of the run after which the bound shrinks (USB)"),
      .weakViews(\.views.count),
      .pseudoLabelSource(\.views.network),
      .viewStatistics(\.views.statistics),
    ]

    /// The values of the USB library, with a warm-up of a twentieth of the run.
    public init() {}
  }

  /// What was chosen.
  public let options: Options
  private var start: Double?

  /// Creates a loss threshold.
  ///
  /// - Parameters:
  ///   - options: What was chosen.
  ///   - context: Not looked at.
  public init(_ options: Options, for context: PartContext) { self.init(options) }

  /// Creates a loss threshold.
  ///
  /// - Parameter options: What was chosen; stops the program if something is out of bounds.
  public init(_ options: Options = Options()) {
    options.checkBounds(of: "DashThreshold")
    self.options = options
  }

  /// What the policy reads: the views that it judges, and the labeled samples.
  public var requests: [ViewRequest] {
    options.views.requests + [ViewRequest(.labeledWeak)]
  }

  /// Decides about the unlabeled batch of one step.
  ///
  /// - Parameter step: What the networks said.
  /// - Returns: The weights, pseudo-labels and thresholds.
  public mutating func select(_ step: Step) -> Selection {
    let batch = EvaluatedBatch(
      step, views: options.views, labeled: ViewRequest(.labeledWeak))
    let isWarm = step.progress.fraction >= options.warmUp && step.progress.step > 0
    if isWarm, start == nil { start = Self.meanLoss(batch) }
    guard isWarm, let start else { return selection(batch, bound: nil) }
    let periods = ((step.progress.fraction - options.warmUp) / options.period).rounded(.down)
    return selection(
      batch, bound: max(options.factor * pow(options.decay, -periods) * start, options.least))
  }

  private func selection(_ batch: EvaluatedBatch, bound: Double?) -> Selection {
    let soft = batch.probabilities.sharpened(temperature: options.temperature)
    let classCount = batch.classCount
    let (p, q) = (batch.probabilities.values, soft.values)
    let weights = (0..<batch.probabilities.shape[0]).map { row -> Float in
      guard let bound else { return 0 }
      var loss = 0.0
      for index in row * classCount..<(row + 1) * classCount where q[index] != 0 {
        loss -= Double(q[index]) * log(Double(p[index]))
      }
      return loss <= bound ? 1 : 0
    }
    let isHard = bound == options.least
    return Selection(
      weights: weights,
      pseudoLabels: isHard ? .hard(batch.probabilities.argmaxRows()) : .soft(soft),
      probabilities: batch.probabilities,
      thresholds: [Float](repeating: bound.map { Float(exp(-$0)) } ?? 1, count: classCount))
  }

  /// Returns the mean cross-entropy of the labeled batch; nil if no row is finite.
  private static func meanLoss(_ batch: EvaluatedBatch) -> Double? {
    guard let probabilities = batch.labeledProbabilities else { return nil }
    let (values, classCount) = (probabilities.values, batch.classCount)
    let losses = batch.labels.enumerated().map { -log(Double(values[$0 * classCount + $1])) }
      .filter(\.isFinite)
    return losses.isEmpty ? nil : losses.reduce(0, +) / Double(losses.count)
  }
}
