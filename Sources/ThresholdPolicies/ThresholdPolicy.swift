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

  /// What the policy's selections hold, so that losses which need more are refused.
  ///
  /// By default pseudo-labels of unlabeled images.
  var gives: Set<SelectionContent> { get }

  /// Decides about the unlabeled batch of one step.
  ///
  /// - Parameter step: What the networks said.
  /// - Returns: A weight, a pseudo-label and the evaluated probabilities for every unlabeled sample.
  mutating func select(_ step: Step) -> Selection

  /// Takes note that an epoch has ended.
  ///
  /// - Parameter epoch: Which epoch, and the labeled set's answers if the policy asks for them.
  mutating func endEpoch(_ epoch: EpochEnd)
}

extension ThresholdPolicy {
  /// Pseudo-labels of unlabeled images.
  public var gives: Set<SelectionContent> { [.pseudoLabels] }

  /// Whether the policy gives pseudo-labels; one that chooses among labeled samples alone has none to
  /// report.
  package var selectsUnlabeled: Bool { gives.contains(.pseudoLabels) }

  /// No evaluation of the labeled set.
  public var labeledEvaluation: ViewRequest.Network? { nil }

  /// Does nothing.
  public mutating func endEpoch(_ epoch: EpochEnd) {}
}
