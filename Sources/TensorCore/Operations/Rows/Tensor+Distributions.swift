extension Tensor {
  /// Returns the NT-Xent loss: the cross-entropy of finding each row's other view among all rows.
  ///
  /// With the rows of both views divided by their length, `z = [z1; z2]`, every row's scores are
  /// its products with all other rows over the temperature, and its class is its own other view;
  /// the result is the mean cross-entropy. Gradients flow to both views.
  ///
  /// Source: Chen, Kornblith, Norouzi and Hinton, "A simple framework for contrastive learning of
  /// visual representations", 2020 (arXiv 2002.05709), equation 1.
  ///
  /// - Parameters:
  ///   - first: Features of one view, `[rows, features]`.
  ///   - second: Features of the other view, of the same shape.
  ///   - temperature: What products are divided by.
  /// - Returns: A number; zero for no rows.
  public static func normalizedTemperatureCrossEntropy(
    _ first: Tensor, _ second: Tensor, temperature: Float
  ) -> Tensor {
    check(first.shape == second.shape && first.shape.rank == 2, "two views of different shapes")
    let count = first.shape[0]
    if count == 0 { return Tensor(0) }
    let rows = Tensor.concatenated([first, second]).l2Normalized(axis: 1)
    let scores = rows.matrixProduct(rows, transposingOther: true) * (1 / temperature)
    let mask = Tensor(shape: scores.shape) { mask in
      mask.initialize(repeating: 0)
      // Far below every score: the row itself is no candidate.
      for row in 0..<2 * count { mask[row * 2 * count + row] = -1e9 }
    }
    let partners = (0..<2 * count).map { ($0 + count) % (2 * count) }
    return (scores + mask).crossEntropy(labels: partners).mean()
  }

  /// Returns FreeMatch's fairness term for accepted rows of scores.
  ///
  ///     A = norm(p / h)        B = norm(mean over rows of softmax(x) / histogram of argmax(x))
  ///     y = sum over c of A_c * log(B_c + 1e-12)
  ///
  /// where `norm` divides by the sum and a division by zero gives 0. The value is at most 0 by
  /// design. Gradients flow to the scores, not through the histogram.
  ///
  /// Source: Wang et al., "FreeMatch", 2023 (arXiv 2205.07246), section 4.2, as in USB's code.
  ///
  /// - Parameters:
  ///   - probabilities: The moving average `p` of the model's class probabilities.
  ///   - histogram: The moving average `h` of the histogram of its classes.
  /// - Returns: A number; zero for no rows.
  package func fairness(probabilities: [Float], histogram: [Float]) -> Tensor {
    let classes = shape[-1]
    check(
      shape.rank == 2 && probabilities.count == classes && histogram.count == classes,
      "fairness of scores \(shape) with \(probabilities.count) probabilities")
    if shape[0] == 0 { return Tensor(0) }
    func ratio(_ value: Float, _ divisor: Float) -> Float { divisor > 0 ? value / divisor : 0 }
    let raw = zip(probabilities, histogram).map(ratio)
    let total = raw.reduce(0, +)
    let model = Tensor(raw.map { ratio($0, total) }, shape: [classes])
    var counts = [Float](repeating: 0, count: classes)
    for label in argmaxRows() { counts[label] += 1 }
    let scale = Tensor(counts.map { ratio(Float(shape[0]), $0) }, shape: [classes])
    let mean = softmax().mean(axes: [0]) * scale
    return (model * (mean / mean.sum() + 1e-12).log()).sum()
  }
}
