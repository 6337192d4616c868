import CTensorKernels

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
