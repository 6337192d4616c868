/// How far a run has come.
public struct TrainingProgress: Sendable, Hashable, Codable {
  /// The number of steps done before this one.
  public let step: Int
  /// The number of steps of the whole run.
  public let stepCount: Int
  /// The number of steps of an epoch.
  public let epochSteps: Int

  /// Creates a progress.
  ///
  /// - Parameters:
  ///   - step: The number of steps done.
  ///   - stepCount: The number of steps of the whole run, at least 1.
  ///   - epochSteps: The number of steps of an epoch, at least 1.
  public init(step: Int, stepCount: Int, epochSteps: Int) {
    self.step = step
    self.stepCount = max(1, stepCount)
    self.epochSteps = max(1, epochSteps)
  }

  /// The number of epochs done.
  public var epoch: Int { step / epochSteps }

  /// The share of the run that is done, from 0 to 1.
  public var fraction: Double { min(1, Double(step) / Double(stepCount)) }
}
