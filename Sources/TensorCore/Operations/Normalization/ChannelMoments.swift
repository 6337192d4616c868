/// The mean and variance of every channel of a batch.
public struct ChannelMoments: Sendable {
  /// The mean of every channel, `[channels]`.
  package let mean: Tensor
  /// The variance of every channel, divided by the number of rows, `[channels]`.
  package let variance: Tensor

  /// Creates moments, as those that a network keeps for inference.
  ///
  /// - Parameters:
  ///   - mean: The mean of every channel, `[channels]`.
  ///   - variance: The variance of every channel, `[channels]`.
  public init(mean: Tensor, variance: Tensor) {
    check(
      mean.shape.rank == 1 && mean.shape == variance.shape,
      "moments of different shapes: \(mean.shape) and \(variance.shape)")
    self.mean = mean.detached()
    self.variance = variance.detached()
  }
}

extension Tensor {
  /// Returns the mean and variance of every channel, over all axes but the last.
  ///
  /// They carry no gradient; where a normalization uses them as the statistics of its own batch,
  /// its gradient takes that into account (see ``ChannelNormalization``).
  public func channelMoments() -> ChannelMoments {
    let rows = ChannelRows(self)
    let partial = PartialMoments(counts: rows.chunks.map(\.count), channels: rows.channels)
    OperationProfile.measure("batch norm, statistics") {
      Parallel.forEachChunk(rows.chunks.count) { partial.add(rows.chunks[$0], of: self, as: $0) }
    }
    return partial.merged()
  }
}
