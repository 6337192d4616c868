public import TensorCore

/// One pass through a network: the weights, the phase, and the random streams of dropout.
public struct ForwardPass: Sendable {
  /// The weights and buffers.
  public let store: ParameterStore
  /// Whether the network is trained or evaluated.
  public let phase: Phase
  /// Whether batch norm's running statistics follow the batches of this pass.
  package let updatesStatistics: Bool
  /// Whether dropout and the dropping of attention maps are active.
  package let drops: Bool
  private let key: RandomKey
  private let number: Int
  private let draw: Int

  /// Creates a pass.
  ///
  /// - Parameters:
  ///   - store: The weights and buffers.
  ///   - phase: Whether the network is trained or evaluated.
  ///   - updatesStatistics: Whether running statistics follow the batch; only in training.
  ///   - key: The seed of dropout.
  ///   - number: A number that differs between the passes of a run, such as the step.
  ///   - dropoutDraw: Drops even in inference, with other features for each number; nil drops in
  ///     training.
  public init(
    store: ParameterStore, phase: Phase, updatesStatistics: Bool = true,
    key: RandomKey = RandomKey(seed: 0), number: Int = 0, dropoutDraw: Int? = nil
  ) {
    self.store = store
    self.phase = phase
    self.updatesStatistics = updatesStatistics && phase == .training
    drops = phase == .training || dropoutDraw != nil
    draw = dropoutDraw ?? 0
    self.key = key
    self.number = number
  }

  /// Lends a parameter or buffer of the store.
  public subscript(id: ParameterID) -> Tensor { store.tensor(id) }

  /// Returns the random stream of one layer in this pass.
  ///
  /// - Parameter layer: A number that no other layer of the network uses.
  /// - Returns: The stream that the layer draws its masks from.
  public func random(layer: Int) -> RandomStream {
    key.stream("dropout", step: number, sample: layer, view: draw)
  }
}
