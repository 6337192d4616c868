import TrainingSteps

/// Everything about a run that is not the method: sizes, optimizer, schedules, seed.
public struct TrainingOptions: Sendable {
  /// The number of steps of the run.
  public var steps: Int
  /// The number of steps of an epoch, after which the weights are evaluated.
  public var epochSteps: Int
  /// The number of labeled images of a step.
  public var batchSize: Int
  /// The number of unlabeled images for each labeled one; 0 only for methods that read none.
  public var unlabeledRatio: Int
  /// Whether labeled images are drawn so that all classes are equally likely.
  public var isClassBalanced: Bool
  /// What makes a step of the gradients.
  public var optimizer: any Optimizer
  /// How the learning rate changes.
  package var schedule: any Schedule
  /// The seed that every random number of the run derives from.
  public var seed: UInt64
  /// What happens where a loss or gradient is not finite.
  package var notFinite: NotFiniteRule
  /// The number of batches that are made ahead of the step.
  package var batchesAhead: Int
  /// The number of images of a batch in evaluation.
  package var evaluationBatchSize: Int

  /// Creates options; the defaults are those of the recipe `default`.
  ///
  /// - Parameters:
  ///   - steps: The number of steps of the run.
  ///   - epochSteps: The number of steps of an epoch; by default a twentieth of the run.
  ///   - batchSize: The number of labeled images of a step.
  ///   - unlabeledRatio: The number of unlabeled images for each labeled one.
  ///   - isClassBalanced: Whether all classes are equally likely among labeled images.
  ///   - optimizer: What makes a step of the gradients.
  ///   - schedule: How the learning rate changes.
  ///   - seed: The seed of the run.
  ///   - notFinite: What happens where a loss or gradient is not finite.
  ///   - batchesAhead: The number of batches that are made ahead of the step.
  ///   - evaluationBatchSize: The number of images of a batch in evaluation.
  public init(
    steps: Int, epochSteps: Int? = nil, batchSize: Int = 32, unlabeledRatio: Int = 3,
    isClassBalanced: Bool = false, optimizer: any Optimizer = .sgd(),
    schedule: any Schedule = .sevenSixteenthsCosine, seed: UInt64 = 0,
    notFinite: NotFiniteRule = .stop, batchesAhead: Int = 3, evaluationBatchSize: Int = 250
  ) {
    self.steps = steps
    self.epochSteps = epochSteps ?? max(1, steps / 20)
    self.batchSize = batchSize
    self.unlabeledRatio = unlabeledRatio
    self.isClassBalanced = isClassBalanced
    self.optimizer = optimizer
    self.schedule = schedule
    self.seed = seed
    self.notFinite = notFinite
    self.batchesAhead = batchesAhead
    self.evaluationBatchSize = evaluationBatchSize
  }

  /// Returns the learning rate of a step.
  func learningRate(at progress: TrainingProgress) -> Double {
    optimizer.learningRate
      * schedule.factor(
        step: progress.step, of: progress.stepCount, epochSteps: progress.epochSteps)
  }
}
