import CTensorKernels

/// The product of two matrices: `c[i, j] = bias[j] + sum over k of a[i, k] * b[k, j]`.
///
/// The result is cut into chunks, about one for each thread, and each chunk packs what it reads of
/// both operands for itself: threads share nothing that is written, so that cores without a common
/// cache do not wait for each other's lines. A chunk goes through `columnBlock` columns and as many
/// steps at a time as suit the kernels, whose block of the right operand (2 MiB at 512 steps) lies in
/// the third-level cache, and through `rowBlock` rows of them, whose block of the left operand
/// (192 KiB) lies in the second-level cache while the panels of the right one (32 KiB) pass by.
///
/// A chunk holds whole sums, and every element's sum runs over `k` in order with the same borders of
/// the length. So the bits do not depend on the grid of chunks, and it may follow the number of
/// threads.
struct MatrixProduct: Sendable {
  let rows: Int
  let columns: Int
  let length: Int
  let left: MatrixView
  let right: MatrixView
  let bias: UnsafeSendable<UnsafePointer<Float>?>

  /// Columns whose panels one pass packs, at most.
  private static let columnBlock = 1024
  /// Rows of the left operand that one pass packs, at most.
  private static let rowBlock = 96
  /// Multiplications below which a chunk is not worth a thread: about 40 microseconds.
  private static let chunkWork = 2_000_000
  /// The rows of a chunk below which columns are cut too: fewer would not repay the packing of the
  /// right operand, which every chunk of the same columns repeats.
  private static let leastRows = 256
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
    let threads = Parallel.threadCount
    // From four threads on two chunks a thread, so that one that starts late has less to catch up.
    let wanted = max(
      1, min(threads < 4 ? threads : 2 * threads, rows * columns * length / Self.chunkWork))
    let rowTiles = (rows + kernels.rows - 1) / kernels.rows
    let columnTiles = (columns + kernels.tile_columns - 1) / kernels.tile_columns
    let rowChunks = min(wanted, max(1, rows / Self.leastRows))
    let columnChunks = min(columnTiles, (wanted + rowChunks - 1) / rowChunks)
    Parallel.forEachChunk(rowChunks * columnChunks) { chunk in
      let (row, column) = (chunk / columnChunks, chunk % columnChunks)
      compute(
        rows: Self.part(row, of: rowChunks, tiles: rowTiles, size: kernels.rows, end: rows),
        columns: Self.part(
          column, of: columnChunks, tiles: columnTiles, size: kernels.tile_columns, end: columns),
        into: result, kernels: kernels)
    }
    return result
  }

  /// One of several ranges of whole tiles that together cover `0 ..< end`.
  private static func part(
    _ index: Int, of count: Int, tiles: Int, size: Int, end: Int
  ) -> Range<Int> {
    tiles * index / count * size..<min(end, tiles * (index + 1) / count * size)
  }

  /// Ranges of about equal numbers of whole tiles, none longer than a limit that is at least a tile.
  private static func blocks(of range: Range<Int>, limit: Int, tile: Int) -> [Range<Int>] {
    let tiles = (range.count + tile - 1) / tile
    let count = (tiles + limit / tile - 1) / (limit / tile)
    return (0..<count).map {
      let part = part($0, of: count, tiles: tiles, size: tile, end: range.count)
      return range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound
    }
  }

  /// Computes the results of some rows and columns.
  private func compute(
    rows: Range<Int>, columns: Range<Int>, into result: Tensor, kernels: stk_gemm
  ) {
    let width = kernels.columns
    // A sum over nothing has one pass, which writes the bias or zeros.
    let lengthBlocks =
      length == 0 ? [0..<0] : Self.blocks(of: 0..<length, limit: kernels.steps, tile: 1)
    let columnBlocks = Self.blocks(
      of: columns, limit: Self.columnBlock, tile: kernels.tile_columns)
    let rowBlocks = Self.blocks(of: rows, limit: Self.rowBlock, tile: kernels.rows)
    let longest = min(length, kernels.steps)
    let widest = min(Self.columnBlock, (columns.count + width - 1) / width * width)
    Scratch.with((widest + Self.rowBlock) * longest) { packed in
      for columnBlock in columnBlocks {
        for lengthBlock in lengthBlocks {
          let source = right.from(row: lengthBlock.lowerBound, column: columnBlock.lowerBound)
          kernels.pack(
            source.pointer, source.rowStride, source.columnStride, lengthBlock.count,
            columnBlock.count, packed, width, width * lengthBlock.count)
          for rowBlock in rowBlocks {
            multiply(
              rows: rowBlock, columns: columnBlock, steps: lengthBlock, by: packed,
              scratch: packed + widest * longest, into: result, kernels: kernels)
          }
        }
      }
    }
  }

  /// Adds the products of some steps, with the right operand's packed, to the results.
  private func multiply(
    rows: Range<Int>, columns block: Range<Int>, steps: Range<Int>,
    by packed: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>,
    into result: Tensor, kernels: stk_gemm
  ) {
    let tile = kernels.rows
    let source = left.from(row: rows.lowerBound, column: steps.lowerBound)
    let packsLeft = block.count > (Self.packedPanels - 1) * kernels.columns
    if packsLeft {
      kernels.pack(
        source.pointer, source.columnStride, source.rowStride, steps.count, rows.count, scratch,
        tile, tile * steps.count)
    }
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 * rows.count + 1) { table in
      guard let offsets = table.baseAddress else { return }
      for row in 0..<rows.count {
        offsets[row] =
          packsLeft ? row / tile * tile * steps.count + row % tile : row * source.rowStride
        offsets[rows.count + row] = row * columns
      }
      offsets[2 * rows.count] = 0
      var form = stk_gemm_block(
        a: packsLeft ? UnsafePointer(scratch) : source.pointer, a_rows: offsets,
        a_segments: offsets + 2 * rows.count, a_step: packsLeft ? tile : source.columnStride,
        b: packed, b_panel: kernels.columns * steps.count, b_segment: 0, b_step: kernels.columns,
        c: result.pointer + rows.lowerBound * columns + block.lowerBound,
        c_rows: offsets + rows.count, bias: bias.value.map { $0 + block.lowerBound },
        rows: rows.count, columns: block.count, segments: 1, length: steps.count,
        accumulate: steps.lowerBound == 0 ? 0 : 1)
      kernels.multiply(&form)
    }
  }
}
