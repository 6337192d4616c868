import CTensorKernels

/// The product of two matrices: `c[i, j] = bias[j] + sum over k of a[i, k] * b[k, j]`.
///
/// The right operand is packed once, in blocks of `lengthBlock` steps, into panels as wide as a
/// tile, so that one panel's block (32 KiB) lies in the nearest caches while the rows of a chunk pass
/// by. The left operand's block is packed by each chunk when enough panels will read it, else
/// read where it lies. Chunks are blocks of rows, and of columns when there are few rows; their
/// borders depend on the sizes alone.
struct MatrixProduct: Sendable {
  let rows: Int
  let columns: Int
  let length: Int
  let left: MatrixView
  let right: MatrixView
  let bias: UnsafeSendable<UnsafePointer<Float>?>

  /// Steps of the sum that one pass takes.
  private static let lengthBlock = 512
  /// Rows of the left operand whose block (192 KiB) lies in the second-level cache.
  private static let largestRowBlock = 96
  /// Multiplications below which a chunk is not worth a thread: about 40 microseconds.
  private static let chunkWork = 2_000_000
  /// The panels from which on packing the left operand pays.
  private static let packedPanels = 6

  init(
    rows: Int, columns: Int, length: Int, left: MatrixView, right: MatrixView,
    bias: UnsafePointer<Float>? = nil
  ) {
    self.rows = rows
    self.columns = columns
    self.length = length
    self.left = left
    self.right = right
    self.bias = UnsafeSendable(bias)
  }

  /// Returns the product as a tensor `[rows, columns]`.
  func result() -> Tensor {
    let result = Tensor(uninitialized: [rows, columns])
    if rows == 0 || columns == 0 { return result }
    let kernels = Kernels.gemm
    let panels = (columns + kernels.columns - 1) / kernels.columns
    let lengthBlocks = max(1, (length + Self.lengthBlock - 1) / Self.lengthBlock)
    let packed = TensorStorage(count: panels * kernels.columns * length)
    pack(into: packed, panels: panels, lengthBlocks: lengthBlocks, kernels: kernels)

    // Whole tiles are dealt out, in an even number of blocks where there are many, so that no block
    // ends in a low tile and two threads end together.
    let tiles = (rows + kernels.rows - 1) / kernels.rows
    let wanted = max(1, min(32, rows * columns * length / Self.chunkWork))
    let leastBlocks = max(
      1, (rows + Self.largestRowBlock - 1) / Self.largestRowBlock, min(wanted, tiles / 8))
    let rowBlocks = leastBlocks == 1 ? 1 : min(tiles, (leastBlocks + 1) & ~1)
    let columnBlocks = min(panels, max(1, (wanted + rowBlocks - 1) / rowBlocks))
    let packsLeft = panels / columnBlocks >= Self.packedPanels
    Parallel.forEachChunk(rowBlocks * columnBlocks) { chunk in
      let (rowBlock, columnBlock) = (chunk / columnBlocks, chunk % columnBlocks)
      let lastTile = tiles * (rowBlock + 1) / rowBlocks
      block(
        rows: kernels.rows * (tiles * rowBlock / rowBlocks)..<min(rows, kernels.rows * lastTile),
        panels: panels * columnBlock / columnBlocks..<panels * (columnBlock + 1) / columnBlocks,
        panelCount: panels, lengthBlocks: lengthBlocks, packed: packed, packsLeft: packsLeft,
        result: result, kernels: kernels)
    }
    return result
  }

  private func steps(_ block: Int) -> Range<Int> {
    block * Self.lengthBlock..<min(length, (block + 1) * Self.lengthBlock)
  }

  /// Packs the right operand as `[block][panel][step][column]`.
  private func pack(
    into packed: TensorStorage, panels: Int, lengthBlocks: Int, kernels: stk_gemm
  ) {
    let width = kernels.columns
    let group = max(1, (1 << 16) / (width * max(1, min(length, Self.lengthBlock))))
    let groups = (panels + group - 1) / group
    Parallel.forEachChunk(lengthBlocks * groups) { chunk in
      let steps = steps(chunk / groups)
      let first = chunk % groups * group
      let source = right.from(row: steps.lowerBound, column: first * width)
      kernels.pack(
        source.pointer, source.rowStride, source.columnStride, steps.count,
        min(columns - first * width, group * width),
        packed.pointer + steps.lowerBound * panels * width + first * width * steps.count, width,
        width * steps.count)
    }
  }

  private func block(
    rows block: Range<Int>, panels: Range<Int>, panelCount: Int, lengthBlocks: Int,
    packed: TensorStorage, packsLeft: Bool, result: Tensor, kernels: stk_gemm
  ) {
    let tile = kernels.rows
    let width = kernels.columns
    let capacity = packsLeft ? (block.count + tile) * Self.lengthBlock : 0
    Scratch.with(capacity) { scratch in
      withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 * block.count + 1) { table in
        for row in 0..<block.count { table[block.count + row] = row * columns }
        table[2 * block.count] = 0
        guard let offsets = table.baseAddress else { return }
        for lengthBlock in 0..<lengthBlocks {
          let steps = steps(lengthBlock)
          let source = left.from(row: block.lowerBound, column: steps.lowerBound)
          if packsLeft {
            kernels.pack(
              source.pointer, source.columnStride, source.rowStride, steps.count, block.count,
              scratch, tile, tile * steps.count)
            for row in 0..<block.count {
              table[row] = row / tile * tile * steps.count + row % tile
            }
          } else {
            for row in 0..<block.count { table[row] = row * source.rowStride }
          }
          let column = panels.lowerBound * width
          var form = stk_gemm_block(
            a: packsLeft ? UnsafePointer(scratch) : source.pointer, a_rows: offsets,
            a_segments: offsets + 2 * block.count,
            a_step: packsLeft ? tile : source.columnStride,
            b: packed.pointer + steps.lowerBound * panelCount * width + column * steps.count,
            b_panel: width * steps.count, b_segment: 0, b_step: width,
            c: result.pointer + block.lowerBound * columns + column, c_rows: offsets + block.count,
            bias: bias.value.map { $0 + column }, rows: block.count,
            columns: min(columns, panels.upperBound * width) - column, segments: 1,
            length: steps.count, accumulate: lengthBlock == 0 ? 0 : 1)
          kernels.multiply(&form)
        }
      }
    }
  }
}
