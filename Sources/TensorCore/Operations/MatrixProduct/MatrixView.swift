/// A matrix in memory that someone else keeps alive: any two strides, so transposing is free.
struct MatrixView: @unchecked Sendable {
  let pointer: UnsafePointer<Float>
  let rowStride: Int
  let columnStride: Int

  init(_ pointer: UnsafePointer<Float>, rowStride: Int, columnStride: Int = 1) {
    self.pointer = pointer
    self.rowStride = rowStride
    self.columnStride = columnStride
  }

  /// A tensor of rank two.
  init(_ matrix: Tensor) {
    self.init(UnsafePointer(matrix.pointer), rowStride: matrix.shape[1])
  }

  var transposed: MatrixView {
    MatrixView(pointer, rowStride: columnStride, columnStride: rowStride)
  }

  /// The matrix that begins at an element.
  func from(row: Int, column: Int) -> MatrixView {
    MatrixView(
      pointer + row * rowStride + column * columnStride, rowStride: rowStride,
      columnStride: columnStride)
  }
}
