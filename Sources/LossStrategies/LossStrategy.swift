public import Backbones
public import TensorCore
public import TrainingSteps

/// One term of what a pipeline minimizes.
public protocol LossStrategy: Sendable {
  /// The name of the term in logs, such as `supervised`.
  var name: String { get }

  /// What the loss reads of every step, with or without gradient.
  var requests: [ViewRequest] { get }

  /// The heads beside the classifier that the loss trains.
  var heads: [AuxiliaryHead] { get }

  /// Returns the value of the term.
  ///
  /// - Parameter step: What the networks said, the labels and the policy's selection.
  /// - Returns: A tensor without axes; gradients flow to the networks, never to targets.
  func callAsFunction(_ step: Step) -> Tensor

  /// Returns the classes that each unlabeled sample is told it is not, for reports.
  ///
  /// - Parameter step: A step with a selection.
  /// - Returns: The rejected classes of every unlabeled sample; nil, which is the default, for a loss
  ///   without negative labels.
  func negativeLabels(_ step: Step) -> [[Int]]?
}

extension LossStrategy {
  /// No heads: most losses read classes and features alone.
  public var heads: [AuxiliaryHead] { [] }

  /// Returns nil: most losses have no negative labels.
  public func negativeLabels(_ step: Step) -> [[Int]]? { nil }
}
