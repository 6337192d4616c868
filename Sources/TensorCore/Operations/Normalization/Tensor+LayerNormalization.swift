extension Tensor {
  /// Returns every row with mean 0 and variance 1, scaled and shifted.
  ///
  ///     y = (x - mean(x)) / sqrt(variance(x) + epsilon) * weight + bias
  ///
  /// Mean and variance are those of the last axis; the variance divides by its length. Gradients
  /// flow to all three.
  ///
  /// Source: Ba, Kiros and Hinton, "Layer Normalization", 2016, arXiv 1607.06450.
  ///
  /// - Parameters:
  ///   - weight: The scale of every column, `[columns]`.
  ///   - bias: The shift of every column, `[columns]`.
  ///   - epsilon: Added to the variance, so that equal numbers do not divide by zero.
  /// - Returns: A tensor of the same shape.
  public func layerNormalized(weight: Tensor, bias: Tensor, epsilon: Float = 1e-5) -> Tensor {
    let axis = shape.rank - 1
    let centered = self - mean(axes: [axis], keepingAxes: true)
    let variance = centered.squared().mean(axes: [axis], keepingAxes: true)
    return centered / (variance + epsilon).sqrt() * weight + bias
  }
}
