import CTensorKernels

/// The product of two matrices: `c[i, j] = bias[j] + sum over k of a[i, k] * b[k, j]`.
///
/// The right operand is packed first, in blocks of as many steps as suit the kernels, into panels,
/// so that a tile's panels (64 KiB with AVX2, 128 KiB with AVX-512) lie in the second-level cache
/// while the rows of a chunk pass by. The left operand's block is packed by each chunk when enough
/// panels will read it, else read where it lies. Chunks are blocks of rows, and of columns when
/// there are few rows. They are many more than the threads, because cores are seldom equally fast:
/// one may share its units with a neighbor.
///
/// A chunk holds whole sums, and every element's sum runs over `k` in order. So the bits do not
/// depend on the grid of chunks, and it may follow the number of threads.
struct MatrixProduct: Sendable {
  let rows: Int
  let columns: Int
  let length: Int
  let left: MatrixView
  let right: MatrixView
  let bias: UnsafeSendable<UnsafePointer<Float>?>

  /// The most rows of a chunk.
  private static let mostRows = 96
  /// The elements of the left operand's block, 256 KiB, which share the second-level cache with two
  /// panels.
  private static let leftBlock = 1 << 16
  /// Rows below which a chunk uses each panel too seldom.
  private static let leastRows = 48
  /// Chunks a thread, where there are enough rows.
  private static let chunksPerThread = 16
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
    // A sum over nothing has one pass, which writes the bias or zeros.
    let lengthBlocks = max(1, (length + kernels.steps - 1) / kernels.steps)
    let passes = (0..<lengthBlocks).map {
      length * $0 / lengthBlocks..<length * ($0 + 1) / lengthBlocks
    }
    let packed = TensorStorage(count: panels * kernels.columns * length)
    pack(passes, into: packed, panels: panels, kernels: kernels)

    // Whole tiles are dealt out, in an even number of blocks where there are many, so that no block
    // ends in a low tile and two equal threads end together.
    let wanted = max(
      1, min(Parallel.threadCount * Self.chunksPerThread, rows * columns * length / Self.chunkWork))
    let mostRows = min(Self.mostRows, Self.leftBlock / max(1, min(length, kernels.steps)))
    let leastBlocks = max(
      1, (rows + mostRows - 1) / mostRows, min(wanted, rows / Self.leastRows))
    let rowTiles = (rows + kernels.rows - 1) / kernels.rows
    let columnTiles = (columns + kernels.tile_columns - 1) / kernels.tile_columns
    let rowBlocks = leastBlocks == 1 ? 1 : min(rowTiles, (leastBlocks + 1) & ~1)
    let columnBlocks = max(1, min(columnTiles, wanted / rowBlocks))
    Parallel.forEachChunk(rowBlocks * columnBlocks) { chunk in
      let (row, column) = (chunk / columnBlocks, chunk % columnBlocks)
      compute(
        rows: Self.part(row, of: rowBlocks, tiles: rowTiles, size: kernels.rows, end: rows),
        columns: Self.part(
          column, of: columnBlocks, tiles: columnTiles, size: kernels.tile_columns, end: columns),
        passes: passes, by: packed, panels: panels, into: result, kernels: kernels)
    }
    return result
  }

  /// One of several ranges of whole tiles that together cover `0 ..< end`.
  private static func part(
    _ index: Int, of count: Int, tiles: Int, size: Int, end: Int
  ) -> Range<Int> {
    let part = Parallel.part(index, of: count, total: tiles)
    return part.lowerBound * size..<min(end, part.upperBound * size)
  }

  /// Packs the right operand as `[pass][panel][step][column]`.
  private func pack(
    _ passes: [Range<Int>], into packed: TensorStorage, panels: Int, kernels: stk_gemm
  ) {
    let width = kernels.columns
    let group = max(1, (1 << 16) / (width * max(1, min(length, kernels.steps))))
    let groups = (panels + group - 1) / group
    Parallel.forEachChunk(passes.count * groups) { chunk in
      let steps = passes[chunk / groups]
      let first = chunk % groups * group
      let source = right.from(row: steps.lowerBound, column: first * width)
      kernels.pack(
        source.pointer, source.rowStride, source.columnStride, steps.count,
        min(columns - first * width, group * width),
        packed.pointer + steps.lowerBound * panels * width + first * width * steps.count, width,
        width * steps.count)
    }
  }

  /// Computes the results of some rows and columns.
  private func compute(
    rows: Range<Int>, columns: Range<Int>, passes: [Range<Int>], by packed: TensorStorage,
    panels: Int, into result: Tensor, kernels: stk_gemm
  ) {
    let tile = kernels.rows
    let width = kernels.columns
    let packsLeft = columns.count > (Self.packedPanels - 1) * width
    let longest = passes.map(\.count).max() ?? 0
    let capacity = packsLeft ? (rows.count + tile) * longest : 0
    Scratch.with(capacity) { scratch in
      withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 * rows.count + 1) { table in
        guard let offsets = table.baseAddress else { return }
        offsets[2 * rows.count] = 0
        for steps in passes {
          let source = left.from(row: rows.lowerBound, column: steps.lowerBound)
          if packsLeft {
            kernels.pack(
              source.pointer, source.columnStride, source.rowStride, steps.count, rows.count,
              scratch, tile, tile * steps.count)
          }
          for row in 0..<rows.count {
            offsets[row] =
              packsLeft ? row / tile * tile * steps.count + row % tile : row * source.rowStride
            offsets[rows.count + row] = row * self.columns
          }
          var form = stk_gemm_block(
            a: packsLeft ? UnsafePointer(scratch) : source.pointer, a_rows: offsets,
            a_segments: offsets + 2 * rows.count, a_step: packsLeft ? tile : source.columnStride,
            b: packed.pointer + steps.lowerBound * panels * width
              + columns.lowerBound * steps.count,
            b_panel: width * steps.count, b_segment: 0, b_step: width,
            c: result.pointer + rows.lowerBound * self.columns + columns.lowerBound,
            c_rows: offsets + rows.count, bias: bias.value.map { $0 + columns.lowerBound },
            rows: rows.count, columns: columns.count, segments: 1, length: steps.count,
            accumulate: steps.lowerBound == 0 ? 0 : 1)
          kernels.multiply(&form)
        }
      }
    }
  }
}
