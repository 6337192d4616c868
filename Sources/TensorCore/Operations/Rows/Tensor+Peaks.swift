import CTensorKernels

extension Tensor {
  /// Returns the index of the largest element of every row; of equal ones the first.
  ///
  /// A NaN is never larger than what stands before it, so a row that begins with NaN has index 0.
  ///
  /// - Returns: One index for each row of the innermost axis.
  public func argmaxRows() -> [Int] { rowPeaks().places }

  /// Returns the largest element of every row; a NaN anywhere in a row gives NaN.
  public func rowMaxima() -> [Float] { rowPeaks().values }

  /// Returns the index and the value of the largest element of every row, in one pass.
  ///
  /// - Returns: ``argmaxRows()`` and ``rowMaxima()``.
  public func rowPeaks() -> (places: [Int], values: [Float]) {
    let columns = shape.rank > 0 ? shape[-1] : 0
    check(columns > 0, "largest elements of the rows of a tensor of shape \(shape)")
    let rows = elementCount / columns
    var values: [Float] = []
    let indices = [Int](unsafeUninitializedCapacity: rows) { indices, filled in
      values = [Float](unsafeUninitializedCapacity: rows) { values, filled in
        withUnsafeValues { numbers in
          guard let numbers = numbers.baseAddress, let indices = indices.baseAddress,
            let values = values.baseAddress
          else { return }
          Kernels.rows.peaks(numbers, rows, columns, indices, values)
        }
        filled = rows
      }
      filled = rows
    }
    return (indices, values)
  }
}
