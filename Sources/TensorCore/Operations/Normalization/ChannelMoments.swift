import CTensorKernels

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

/// The rows of a tensor of channels, cut into chunks by the size alone.
struct ChannelRows: Sendable {
  let count: Int
  let channels: Int
  let chunks: [Range<Int>]

  /// Chunks are 64 KiB, so that a second look at them finds them in the second-level cache.
  init(_ tensor: Tensor) {
    check(tensor.shape.rank >= 2, "batch norm needs at least two axes, not \(tensor.shape)")
    let channels = tensor.shape[-1]
    let count = channels == 0 ? 0 : tensor.elementCount / channels
    check(count > 0, "batch norm of an empty batch \(tensor.shape)")
    let grain = max(1, 16_384 / channels)
    chunks = stride(from: 0, to: count, by: grain).map { $0..<min(count, $0 + grain) }
    self.count = count
    self.channels = channels
  }
}

/// The moments of chunks of rows, gathered apart and merged in order.
struct PartialMoments: Sendable {
  /// The rows of every chunk.
  let counts: [Int]
  let channels: Int
  /// Sums and squared deviations, `[chunk, 2, channels]`.
  private let sums: Tensor
  private let kernels = Kernels.normalization

  init(counts: [Int], channels: Int) {
    self.counts = counts
    self.channels = channels
    sums = Tensor(uninitialized: [counts.count, 2, channels])
  }

  /// Gathers the moments of one chunk.
  func add(_ rows: Range<Int>, of tensor: Tensor, as chunk: Int) {
    let partial = sums.pointer + chunk * 2 * channels
    kernels.moments(
      tensor.pointer + rows.lowerBound * channels, rows.count, channels, partial, partial + channels
    )
  }

  /// Merges the chunks in order by Chan's formula, in double precision.
  func merged() -> ChannelMoments {
    let mean = Tensor(uninitialized: [channels])
    let variance = Tensor(uninitialized: [channels])
    for c in 0..<channels {
      var count = 0.0
      var average = 0.0
      var deviation = 0.0
      for (chunk, rows) in counts.enumerated() where rows > 0 {
        let partial = sums.pointer + chunk * 2 * channels + c
        let size = Double(rows)
        let difference = Double(partial[0]) / size - average
        deviation +=
          Double(partial[channels]) + difference * difference * count * size / (count + size)
        average += difference * size / (count + size)
        count += size
      }
      mean.pointer[c] = Float(average)
      variance.pointer[c] = Float(deviation / count)
    }
    return ChannelMoments(mean: mean, variance: variance)
  }
}
