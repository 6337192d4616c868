extension Tensor {
  /// Returns the matrix product of two matrices.
  ///
  ///     y[m, n] = sum over k of a[m, k] * b[k, n]
  ///
  /// Transposed operands are not copied. An empty sum is zero. Gradients flow to both operands.
  ///
  /// - Parameters:
  ///   - other: The right operand, `[k, n]`, or `[n, k]` if it is to be transposed.
  ///   - transposingSelf: Whether this matrix is `[k, m]` and enters transposed.
  ///   - transposingOther: Whether the right operand enters transposed.
  /// - Returns: `[m, n]`.
  public func matrixProduct(
    _ other: Tensor, transposingSelf: Bool = false, transposingOther: Bool = false
  ) -> Tensor {
    let a = detached()
    let b = other.detached()
    let result = Tensor.product(a, transposingSelf, b, transposingOther)
    return result.recording([self, other]) { upstream, wanted in
      var gradients: [Tensor?] = [nil, nil]
      if wanted[0] {
        gradients[0] =
          transposingSelf
          ? .product(b, transposingOther, upstream, true)
          : .product(upstream, false, b, !transposingOther)
      }
      if wanted[1] {
        gradients[1] =
          transposingOther
          ? .product(upstream, true, a, transposingSelf)
          : .product(a, !transposingSelf, upstream, false)
      }
      return gradients
    }
  }

  /// Returns a linear map of every row.
  ///
  ///     y[n, o] = bias[o] + sum over i of x[n, i] * weight[o, i]
  ///
  /// Gradients flow to all three.
  ///
  /// - Parameters:
  ///   - weight: `[out, in]`, as PyTorch keeps it.
  ///   - bias: `[out]`, or nil for none.
  /// - Returns: `[batch, out]`.
  public func linear(weight: Tensor, bias: Tensor? = nil) -> Tensor {
    guard let bias else { return matrixProduct(weight, transposingOther: true) }
    check(
      weight.shape.rank == 2 && bias.shape == [weight.shape[0]],
      "linear: weight \(weight.shape), bias \(bias.shape)")
    let x = detached()
    let w = weight.detached()
    let result = Tensor.product(x, false, w, true, bias: bias)
    return result.recording([self, weight, bias]) { upstream, wanted in
      [
        wanted[0] ? .product(upstream, false, w, false) : nil,
        wanted[1] ? .product(upstream, true, x, false) : nil,
        wanted[2] ? upstream.sum(axes: [0]) : nil,
      ]
    }
  }

  /// Returns the product of two matrices, each transposed or not, without a record.
  private static func product(
    _ a: Tensor, _ transposesA: Bool, _ b: Tensor, _ transposesB: Bool, bias: Tensor? = nil
  ) -> Tensor {
    check(
      a.shape.rank == 2 && b.shape.rank == 2,
      "a matrix product needs two matrices, not \(a.shape) and \(b.shape)")
    let length = a.shape[transposesA ? 0 : 1]
    check(
      b.shape[transposesB ? 1 : 0] == length,
      "a matrix product of \(a.shape) and \(b.shape): the sums differ in length")
    let product = MatrixProduct(
      rows: a.shape[transposesA ? 1 : 0], columns: b.shape[transposesB ? 0 : 1], length: length,
      left: transposesA ? MatrixView(a).transposed : MatrixView(a),
      right: transposesB ? MatrixView(b).transposed : MatrixView(b),
      bias: bias.map { UnsafePointer($0.pointer) })
    let operations = 2 * product.rows * product.columns * product.length
    return OperationProfile.measure("matrix product", operations: operations) {
      withExtendedLifetime((a, b, bias)) { product.result() }
    }
  }
}
