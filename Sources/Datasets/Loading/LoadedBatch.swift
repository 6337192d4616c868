public import TensorCore

/// The samples of one step, ready for the network.
public struct LoadedBatch: Sendable {
  /// The step that the batch is for.
  public let step: Int
  /// The places of the labeled samples in the labeled pool.
  package let labeledPlaces: [Int]
  /// The classes of the labeled samples.
  public let labels: [Int]
  /// The places of the unlabeled samples in the unlabeled pool.
  package let unlabeledPlaces: [Int]
  /// One tensor `[samples, height, width, channels]` for each view, in the order of the plans.
  public let images: [Tensor]
}
