import Training
import TrainingSteps

/// A stretch of steps, as means over its steps: a line of kind `steps` in `metrics.jsonl`.
public struct StepsRecord: Sendable, Hashable, Codable {
  /// The number of steps done at the end of the stretch.
  public let step: Int
  /// The number of steps of the stretch.
  public let count: Int
  /// The number of those that were passed over because a number was not finite; absent for none.
  public let skipped: Int?
  /// The mean value of every loss by name, weight included; one that was never finite is left out.
  public let losses: [String: Float]
  /// The sum of the losses.
  public let loss: Float
  /// The mean share of unlabeled images that were accepted; absent without a policy.
  public let coverage: Float?
  /// The confidence that each class asked for in the last step; empty without a policy.
  public let thresholds: [Float?]
  /// The learning rate of the last step.
  public let learningRate: Float
  /// The mean time of a step.
  public let secondsPerStep: Float
  /// The number of images that the networks saw in a second.
  package let imagesPerSecond: Float

  /// Gathers a stretch; nil for no steps.
  init?(_ reports: [StepReport]) {
    guard let last = reports.last else { return nil }
    step = last.progress.step + 1
    count = reports.count
    let skipped = reports.count(where: \.isSkipped)
    self.skipped = skipped > 0 ? skipped : nil
    var losses: [String: Float] = [:]
    for name in Set(reports.flatMap { $0.terms.map(\.name) }) {
      losses[name] = Self.mean(
        reports.map { report in
          report.terms.reduce(0) { $0 + ($1.name == name ? $1.value : 0) }
        })
    }
    self.losses = losses
    loss = Self.mean(reports.map { $0.terms.reduce(0) { $0 + $1.value } }) ?? 0
    coverage = Self.mean(reports.compactMap(\.coverage))
    thresholds = last.thresholds.map { $0.isFinite ? $0 : nil }
    learningRate = last.learningRate
    let seconds = reports.reduce(0) { $0 + $1.seconds }
    secondsPerStep = Float(seconds / Double(reports.count))
    let images = reports.reduce(0) { $0 + $1.imageCount }
    imagesPerSecond = seconds > 0 ? Float(Double(images) / seconds) : 0
  }

  /// The mean of the finite values; nil if there are none.
  private static func mean(_ values: [Float]) -> Float? {
    let finite = values.filter(\.isFinite)
    return finite.isEmpty
      ? nil : Float(finite.reduce(0) { $0 + Double($1) } / Double(finite.count))
  }
}
