import CTensorKernels

extension Tensor {
  /// Returns the softmax of every row: `exp(x_c) / sum over k of exp(x_k)`.
  ///
  /// The largest score of a row is taken away first, so no finite scores overflow.
  ///
  /// - Returns: Rows that sum to one, of the same shape.
  public func softmax() -> Tensor { softmax(logs: false) }

  /// Returns the logarithm of every row's softmax, exact also where the softmax rounds to zero.
  public func logSoftmax() -> Tensor { softmax(logs: true) }

  private func softmax(logs: Bool) -> Tensor {
    check(shape.rank > 0, "softmax of a tensor without axes")
    let columns = shape[-1]
    let rows = columns == 0 ? 0 : elementCount / columns
    let kernels = Kernels.rows
    let input = detached()
    let result = Tensor(uninitialized: shape)
    Parallel.forEachRange(of: rows, grain: max(1, 16_384 / max(1, columns))) { range in
      let start = range.lowerBound * columns
      kernels.softmax(
        input.pointer + start, range.count, columns, logs ? 1 : 0, result.pointer + start)
    }
    return result.recording([self]) { upstream, _ in
      let gradient = Tensor(uninitialized: result.shape)
      Kernels.rows.softmax_gradient(
        result.pointer, upstream.pointer, rows, columns, logs ? 1 : 0, gradient.pointer)
      return [gradient]
    }
  }

  /// Returns vectors along an axis divided by their Euclidean length.
  ///
  ///     y = x / max(length(x), epsilon)
  ///
  /// - Parameters:
  ///   - axis: The axis along which the length is taken.
  ///   - epsilon: The least length to divide by.
  /// - Returns: A tensor of the same shape.
  public func l2Normalized(axis: Int, epsilon: Float = 1e-12) -> Tensor {
    let length = squared().sum(axes: [axis], keepingAxes: true).sqrt()
    return self / TensorCore.maximum(length, Tensor(epsilon))
  }
}
