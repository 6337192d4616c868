public import TensorCore
public import TrainingSteps

/// One term of what a pipeline minimizes.
public protocol LossStrategy: Sendable {
  /// The name of the term in logs, such as `supervised`.
  var name: String { get }

  /// What the loss reads of every step, with or without gradient.
  var requests: [ViewRequest] { get }

  /// What the selection of the threshold policy must hold; nothing by default.
  var needs: Set<SelectionContent> { get }

  /// Returns the value of the term.
  ///
  /// - Parameter step: What the networks said, the labels and the policy's selection.
  /// - Returns: A tensor without axes; gradients flow to the networks, never to targets.
  func callAsFunction(_ step: Step) -> Tensor
}

extension LossStrategy {
  /// Nothing: the loss needs no threshold policy.
  public var needs: Set<SelectionContent> { [] }
}
