import CTensorKernels

/// The right operand of a product, packed into panels of as many columns as a tile has.
struct PackedColumns: Sendable {
  /// The sum's length: taps times depth.
  let length: Int
  /// The number of columns.
  let columns: Int
  private let storage: Tensor
  private let tileColumns: Int

  /// Takes memory for `length` rows of `columns` columns and lets a closure pack it.
  ///
  /// - Parameters:
  ///   - length: The sum's length.
  ///   - columns: The number of columns.
  ///   - kernels: The kernels that will read it.
  ///   - pack: Gets the first panel and the distance between panels, in numbers.
  init(
    length: Int, columns: Int, kernels: stk_products,
    pack: (UnsafeMutablePointer<Float>, Int) -> Void
  ) {
    self.length = length
    self.columns = columns
    tileColumns = kernels.tile_columns
    let panels = (columns + tileColumns - 1) / tileColumns
    storage = Tensor(uninitialized: [panels, length, tileColumns])
    pack(storage.pointer, length * tileColumns)
  }

  /// The number of panels.
  var panelCount: Int { (columns + tileColumns - 1) / tileColumns }

  /// The numbers of a panel from a row of the sum on.
  func panel(_ index: Int, from row: Int = 0) -> UnsafePointer<Float> {
    UnsafePointer(storage.pointer + (index * length + row) * tileColumns)
  }

  /// The number of columns of a panel that exist.
  func width(of panel: Int) -> Int { min(tileColumns, columns - panel * tileColumns) }
}
