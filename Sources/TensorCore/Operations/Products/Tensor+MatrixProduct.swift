import CTensorKernels

extension Tensor {
  /// Returns the matrix product of two matrices.
  ///
  ///     y[m, n] = sum over k of a[m, k] * b[k, n]
  ///
  /// Gradients flow to both operands.
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
    let result = MatrixProduct(a, b, transposingSelf, transposingOther).run()
    return result.recording([self, other]) { upstream, wanted in
      var gradients: [Tensor?] = [nil, nil]
      if wanted[0] {
        gradients[0] =
          transposingSelf
          ? MatrixProduct(b, upstream, transposingOther, true).run()
          : MatrixProduct(upstream, b, false, !transposingOther).run()
      }
      if wanted[1] {
        gradients[1] =
          transposingOther
          ? MatrixProduct(upstream, a, true, transposingSelf).run()
          : MatrixProduct(a, upstream, !transposingSelf, false).run()
      }
      return gradients
    }
  }

  /// Returns a linear map of every row: `y = x * transpose(weight) + bias`.
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
      bias.elementCount == weight.shape[0], "linear: weight \(weight.shape), bias \(bias.shape)")
    let x = detached()
    let w = weight.detached()
    let result = MatrixProduct(x, w, false, true).run(bias: bias)
    return result.recording([self, weight, bias]) { upstream, wanted in
      [
        wanted[0] ? MatrixProduct(upstream, w, false, false).run() : nil,
        wanted[1] ? MatrixProduct(upstream, x, true, false).run() : nil,
        wanted[2] ? upstream.columnSums(shape: bias.shape) : nil,
      ]
    }
  }

  /// Returns the sums over all axes but the last, in a fixed order.
  func columnSums(shape: Shape) -> Tensor {
    let columns = self.shape[-1]
    let rows = columns == 0 ? 0 : elementCount / columns
    var sums = [Double](repeating: 0, count: columns)
    for row in 0..<rows {
      let values = pointer + row * columns
      for column in 0..<columns { sums[column] += Double(values[column]) }
    }
    return Tensor(sums.map { Float($0) }, shape: shape)
  }
}

/// One product of two matrices, and how it is cut.
///
/// Chunks of 96 rows by 16 panels each compute their part of the result, going through the sum in
/// blocks of 256 so that a panel's block stays in the first-level cache. Borders depend on the
/// sizes alone.
private struct MatrixProduct {
  private let a: Tensor
  private let b: Tensor
  private let transposesA: Bool
  private let transposesB: Bool
  private let rows: Int
  private let length: Int
  private let columns: Int

  init(_ a: Tensor, _ b: Tensor, _ transposesA: Bool, _ transposesB: Bool) {
    check(
      a.shape.rank == 2 && b.shape.rank == 2,
      "a matrix product needs two matrices, not \(a.shape) and \(b.shape)")
    self.a = a
    self.b = b
    self.transposesA = transposesA
    self.transposesB = transposesB
    rows = a.shape[transposesA ? 1 : 0]
    length = a.shape[transposesA ? 0 : 1]
    columns = b.shape[transposesB ? 0 : 1]
    check(
      b.shape[transposesB ? 1 : 0] == length,
      "a matrix product of \(a.shape) and \(b.shape): the sums differ in length")
  }

  private static let rowBlock = 96
  private static let panelBlock = 16
  private static let sumBlock = 256

  func run(bias: Tensor? = nil) -> Tensor {
    if rows == 0 || columns == 0 || length == 0 {
      return bias.map { bias in
        Tensor(shape: [rows, columns]) { target in
          for index in target.indices {
            target.initializeElement(at: index, to: bias.pointer[index % max(columns, 1)])
          }
        }
      } ?? .zeros([rows, columns])
    }
    let kernels = Kernels.products
    let packed = PackedColumns(length: length, columns: columns, kernels: kernels) {
      panels, stride in
      kernels.pack_columns(
        b.pointer, transposesB ? 1 : columns, transposesB ? length : 1, length, columns, panels,
        stride)
    }
    let result = Tensor(uninitialized: [rows, columns])
    let rowBlocks = (rows + Self.rowBlock - 1) / Self.rowBlock
    let panelBlocks = (packed.panelCount + Self.panelBlock - 1) / Self.panelBlock
    Parallel.forEachChunk(rowBlocks * panelBlocks) { chunk in
      let first = chunk / panelBlocks * Self.rowBlock
      let firstPanel = chunk % panelBlocks * Self.panelBlock
      block(
        rows: first..<min(rows, first + Self.rowBlock),
        panels: firstPanel..<min(packed.panelCount, firstPanel + Self.panelBlock),
        of: packed, into: result, bias: bias, kernels: kernels)
    }
    return result
  }

  private func block(
    rows block: Range<Int>, panels: Range<Int>, of packed: PackedColumns, into result: Tensor,
    bias: Tensor?, kernels: stk_products
  ) {
    let tileRows = kernels.tile_rows
    let tiles = (block.count + tileRows - 1) / tileRows
    withUnsafeTemporaryAllocation(
      of: Float.self, capacity: transposesA ? Self.rowBlock * Self.sumBlock : 1
    ) { scratch in
      withUnsafeTemporaryAllocation(of: UnsafePointer<Float>?.self, capacity: tiles * tileRows) {
        sources in
        withUnsafeTemporaryAllocation(
          of: UnsafeMutablePointer<Float>?.self, capacity: tiles * tileRows
        ) { targets in
          for place in 0..<tiles * tileRows {
            let row = block.lowerBound + min(place, block.count - 1)
            sources[place] = UnsafePointer(a.pointer + row * (transposesA ? 0 : length))
            targets[place] = place < block.count ? result.pointer + row * columns : nil
          }
          for start in stride(from: 0, to: length, by: Self.sumBlock) {
            let depth = min(Self.sumBlock, length - start)
            var offset = start
            if transposesA, let base = scratch.baseAddress {
              kernels.transpose(
                a.pointer + start * rows + block.lowerBound, block.count, depth, rows, base,
                Self.sumBlock)
              for place in 0..<tiles * tileRows {
                sources[place] = UnsafePointer(base + min(place, block.count - 1) * Self.sumBlock)
              }
              offset = 0
            }
            for panel in panels {
              let column = panel * kernels.tile_columns
              kernels.panel(
                sources.baseAddress, offset, tiles, 1, depth, packed.panel(panel, from: start),
                targets.baseAddress, column, packed.width(of: panel),
                start == 0 ? bias.map { UnsafePointer($0.pointer + column) } : nil,
                start == 0 ? 0 : 1)
            }
          }
        }
      }
    }
  }
}
