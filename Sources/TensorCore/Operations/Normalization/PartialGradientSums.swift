import CTensorKernels

/// The sums over rows that the gradients of a normalization need, gathered by chunks and added in
/// order, in double precision.
struct PartialGradientSums: Sendable {
  private let chunkCount: Int
  private let channels: Int
  /// Sums of g and of g * (x - mean), `[chunk, 2, channels]`.
  private let sums: Tensor

  init(chunkCount: Int, channels: Int) {
    self.chunkCount = chunkCount
    self.channels = channels
    sums = Tensor(uninitialized: [chunkCount, 2, channels])
  }

  /// Gathers the sums of one chunk.
  func add(
    _ rows: Range<Int>, input: Tensor, upstream: Tensor, factors: ChannelFactors, as chunk: Int
  ) {
    factors.addGradientSums(
      rows, input: input, upstream: upstream, into: sums.pointer + chunk * 2 * channels)
  }

  /// The sums of all chunks, each `[channels]`.
  func merged() -> (sum: Tensor, product: Tensor) {
    var totals = [Double](repeating: 0, count: 2 * channels)
    for chunk in 0..<chunkCount {
      let partial = sums.pointer + chunk * 2 * channels
      for index in totals.indices { totals[index] += Double(partial[index]) }
    }
    return (
      Tensor(totals[..<channels].map { Float($0) }, shape: [channels]),
      Tensor(totals[channels...].map { Float($0) }, shape: [channels])
    )
  }
}
