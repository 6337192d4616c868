public import TensorCore
public import TrainingSteps

/// A rule that decides which unlabeled samples to learn from, and as what.
///
/// A policy is a value: its settings and its state, all `Codable`, so that it travels in
/// checkpoints. Each policy documents whether it updates its state before or after it selects.
public protocol ThresholdPolicy: Sendable, Codable {
  /// What the policy reads of every step.
  var requests: [ViewRequest] { get }

  /// The network that is to be asked about the whole labeled set, in inference mode and without
  /// augmentation, when an epoch ends; nil if the policy needs no such thing.
  var labeledEvaluation: ViewRequest.Network? { get }

  /// Decides about the unlabeled batch of one step.
  ///
  /// - Parameter step: What the networks said.
  /// - Returns: A weight, a pseudo-label and the judged probabilities for every unlabeled sample.
  mutating func select(_ step: Step) -> Selection

  /// Takes note that an epoch has ended.
  ///
  /// - Parameter epoch: Which epoch, and the labeled set's answers if the policy asks for them.
  mutating func endEpoch(_ epoch: EpochEnd)
}

extension ThresholdPolicy {
  /// No evaluation of the labeled set.
  public var labeledEvaluation: ViewRequest.Network? { nil }

  /// Does nothing.
  public mutating func endEpoch(_ epoch: EpochEnd) {}
}

/// What a policy learns when an epoch ends.
public struct EpochEnd: Sendable {
  /// The number of epochs that have ended, counting this one: 1 after the first.
  public let epoch: Int
  /// The probabilities of the labeled set, `[labeled, classes]`; nil unless the policy asks.
  public let labeledProbabilities: Tensor?
  /// The classes of the labeled set.
  public let labels: [Int]

  /// Creates the end of an epoch.
  ///
  /// - Parameters:
  ///   - epoch: The number of epochs that have ended, counting this one.
  ///   - labeledProbabilities: The probabilities of the labeled set, `[labeled, classes]`.
  ///   - labels: The classes of the labeled set.
  public init(epoch: Int, labeledProbabilities: Tensor?, labels: [Int]) {
    self.epoch = epoch
    self.labeledProbabilities = labeledProbabilities
    self.labels = labels
  }
}
