extension Tensor {
  /// Returns the scaled dot-product attention among the rows of every sequence.
  ///
  ///     y = softmax(q transpose(k) / sqrt(width / heads)) v        for each sequence and head
  ///
  /// A head sees its own part of the width. Every row sees every row of its sequence, and none of
  /// another. Gradients flow to queries, keys and values.
  ///
  /// Source: Vaswani et al., "Attention Is All You Need", 2017, arXiv 1706.03762, section 3.2.
  ///
  /// - Parameters:
  ///   - length: The number of rows of a sequence; divides the number of rows.
  ///   - heads: The number of heads; divides the width.
  /// - Returns: `[sequences * length, width]`; this tensor holds queries, keys and values side by
  ///   side, `[sequences * length, 3 * width]`, as PyTorch's `in_proj` makes them.
  public func selfAttention(length: Int, heads: Int) -> Tensor {
    check(
      shape.rank == 2 && length > 0 && heads > 0 && shape[0].isMultiple(of: length)
        && shape[1].isMultiple(of: 3 * heads),
      "self-attention of \(shape) in sequences of \(length) with \(heads) heads")
    let packed = detached()
    let attention = SelfAttention(
      sequences: shape[0] / length, length: length, heads: heads, depth: shape[1] / 3 / heads)
    let operations = 4 * attention.sequences * length * length * attention.width
    return OperationProfile.measure("self-attention", operations: operations) {
      let (result, weights) = withoutGradients { attention.forward(packed) }
      return result.recording([self]) { upstream, _ in
        [attention.backward(packed, weights: weights, upstream: upstream)]
      }
    }
  }
}
