public import Inference
public import TrainingSteps

/// What a trainer tells whoever listens; values only, so a listener cannot change the run.
public enum TrainingEvent: Sendable {
  /// A step is done.
  case step(StepReport)
  /// An epoch has ended and the evaluation weights were evaluated.
  case epoch(EpochReport)
  /// The run is over.
  case finished(TrainingResult)
}

/// What happened in one step.
public struct StepReport: Sendable {
  /// The value of one term of the loss.
  public struct Term: Sendable, Hashable, Codable {
    /// The loss's name.
    public let name: String
    /// The value, weight included.
    public let value: Float
  }

  /// How far the run has come; `step` counts this one as not yet done.
  public let progress: TrainingProgress
  /// The terms in the pipeline's order.
  public let terms: [Term]
  /// The fraction of the unlabeled batch that was accepted, weights summed; nil without a policy that
  /// reads it.
  public let coverage: Float?
  /// The confidence that each class asks for in this step; empty without a policy.
  public let thresholds: [Float]
  /// The learning rate of this step.
  public let learningRate: Float
  /// How long the step took, waiting for its batch included.
  public let seconds: Double
  /// The number of images that the networks saw.
  package let imageCount: Int
  /// Whether the step was passed over because a number was not finite; see ``NotFiniteRule``.
  package let isSkipped: Bool
}

/// What an epoch came to.
public struct EpochReport: Sendable {
  /// The number of epochs that have ended, counting this one.
  public let epoch: Int
  /// The number of steps done.
  public let step: Int
  /// The evaluation weights on the test set; nil if there is none.
  public let test: ClassificationMetrics?
  /// The evaluation weights on the validation samples; nil if there are none.
  public let validation: ClassificationMetrics?
  /// The pseudo-labels of this epoch's steps; nil without a policy that labels unlabeled images.
  public let pseudoLabels: PseudoLabelMetrics?
  /// The confidence that each class asks for now; empty without a policy.
  public let thresholds: [Float]
  /// Some unlabeled images of this epoch and what became of them; nil without such a policy.
  public let samples: PseudoLabelSamples?
}
