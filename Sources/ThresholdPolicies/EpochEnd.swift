package import TensorCore

/// What a policy learns when an epoch ends.
public struct EpochEnd: Sendable {
  /// The number of epochs that have ended, counting this one: 1 after the first.
  public let epoch: Int
  /// The probabilities of the labeled set, `[labeled, classes]`; nil unless the policy asks.
  package let labeledProbabilities: Tensor?
  /// The classes of the labeled set.
  public let labels: [Int]

  /// Creates the end of an epoch.
  ///
  /// - Parameters:
  ///   - epoch: The number of epochs that have ended, counting this one.
  ///   - labeledProbabilities: The probabilities of the labeled set, `[labeled, classes]`.
  ///   - labels: The classes of the labeled set.
  package init(epoch: Int, labeledProbabilities: Tensor?, labels: [Int]) {
    self.epoch = epoch
    self.labeledProbabilities = labeledProbabilities
    self.labels = labels
  }
}
