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
