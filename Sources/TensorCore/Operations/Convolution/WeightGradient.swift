import CTensorKernels

/// The gradient of a convolution's weights: for every tap the product of the images, transposed,
/// and the upstream gradient, summed over all pixels.
///
/// The sum runs along the rows of a window, where the channels of neighboring taps are the rows of
/// one product. Work is cut into blocks of output channels, whose sums stay in the second-level
/// cache, and parts of the pixels; each part adds up its own gradient, and the parts are added in
/// order. All borders depend on the sizes alone.
struct WeightGradient: Sendable {
  /// The elements of one chunk's sums, which each block passes over once: 1 MiB.
  private static let sumGoal = 1 << 18
  /// The elements of a block's window: 128 KiB.
  ///
  /// A smaller one has too few pixels to sum over in registers where channels are many.
  private static let windowGoal = 1 << 15
  /// The elements of all parts' sums.
  private static let partialLimit = 1 << 22
  /// Multiplications below which a chunk is not worth a thread.
  private static let chunkWork = 2_000_000

  private let geometry: ConvolutionGeometry
  private let correlation: Correlation
  private let blocks: WindowBlocks
  private let kernels: stk_gemm
  private let convolution: stk_convolution
  private let panels: Int
  private let columnBlocks: Int
  private let parts: Int
  /// Where the channels of joined taps begin, and how many taps are joined.
  private let joined: Int
  private let segments: [Int]
  private let rows: [Int]
  private let resultRows: [Int]

  init(_ geometry: ConvolutionGeometry, activation: ChannelFactors? = nil) {
    let g = geometry
    self.geometry = g
    correlation = Correlation(outputOf: g)
    blocks = WindowBlocks(
      correlation, channels: g.groupInputs, activation: activation, goal: Self.windowGoal)
    kernels = Kernels.gemm
    convolution = Kernels.convolution
    panels = (g.groupOutputs + kernels.columns - 1) / kernels.columns
    let length = g.taps * g.groupInputs
    let panelsPerBlock = max(1, Self.sumGoal / max(1, length * kernels.columns))
    columnBlocks = (panels + panelsPerBlock - 1) / panelsPerBlock
    let size = length * g.outputs
    let pixels = g.images * g.outputHeight * g.outputWidth
    parts = max(
      1,
      min(
        blocks.count, (16 + columnBlocks * g.groups - 1) / (columnBlocks * g.groups),
        Self.partialLimit / max(1, size), pixels * size / g.groups / Self.chunkWork))
    joined = g.dilation == 1 && blocks.pixel == g.groupInputs ? g.kernelWidth : 1
    segments = (0..<blocks.imagesPerBlock).flatMap { [blocks] image in
      (0..<blocks.rowsPerBlock).map { image * blocks.imageStride + $0 * g.stride * blocks.pitch }
    }
    rows = Array(0..<joined * g.groupInputs)
    resultRows = rows.map { $0 * g.outputs }
  }

  /// Computes the gradient, `[h, w, in / groups, out]`, of at least one image.
  func run(images: Tensor, upstream: Tensor, into result: Tensor) {
    let g = geometry
    let size = result.elementCount
    if size == 0 { return }
    let partials = parts > 1 ? TensorStorage(count: parts * size) : result.storage
    Parallel.forEachChunk(parts * g.groups * columnBlocks) { chunk in
      let part = chunk / (g.groups * columnBlocks)
      let group = chunk / columnBlocks % g.groups
      let columnBlock = chunk % columnBlocks
      add(
        images: images, upstream: upstream,
        blocks: Parallel.part(part, of: parts, total: blocks.count), group: group,
        panels: panels * columnBlock / columnBlocks..<panels * (columnBlock + 1) / columnBlocks,
        into: partials.pointer + part * size)
    }
    if parts > 1 {
      let kernels = Kernels.elementwise
      Parallel.forEachRange(of: size, grain: 1 << 14) { range in
        let target = result.pointer + range.lowerBound
        let source = partials.pointer + range.lowerBound
        kernels.add(source, source + size, target, range.count)
        for part in 2..<parts {
          kernels.add(target, source + part * size, target, range.count)
        }
      }
    }
  }

  /// Adds up the gradient of some blocks, for the weights of some channels out.
  private func add(
    images: Tensor, upstream: Tensor, blocks range: Range<Int>, group: Int, panels: Range<Int>,
    into sums: UnsafeMutablePointer<Float>
  ) {
    let pixels = blocks.imagesPerBlock * blocks.rowsPerBlock * geometry.outputWidth
    Scratch.with(blocks.windowCapacity) { scratch in
      Scratch.with(panels.count * kernels.columns * pixels) { packed in
        for index in range {
          add(
            images: images, upstream: upstream, block: blocks[index], group: group, panels: panels,
            into: sums, accumulates: index > range.lowerBound, scratch: scratch, packed: packed)
        }
      }
    }
  }

  private func add(
    images: Tensor, upstream: Tensor, block: WindowBlocks.Block, group: Int, panels: Range<Int>,
    into sums: UnsafeMutablePointer<Float>, accumulates: Bool,
    scratch: UnsafeMutablePointer<Float>, packed: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    let phase = correlation.phases[0]
    let width = kernels.columns
    let column = panels.lowerBound * width
    let columns = min(g.groupOutputs, panels.upperBound * width) - column
    let pixels = blocks.pixelCount(of: block, phase: phase)
    let window = blocks.window(
      of: block, source: UnsafePointer(images.pointer), group: group, scratch: scratch,
      kernels: convolution)
    kernels.pack(
      upstream.pointer + blocks.targetOffset(of: block, phase: phase, group: group) + column,
      g.outputs, 1, pixels, columns, packed, width, pixels * width)
    for first in stride(from: 0, to: g.taps, by: joined) {
      rows.withUnsafeBufferPointer { rows in
        resultRows.withUnsafeBufferPointer { resultRows in
          segments.withUnsafeBufferPointer { segments in
            var form = stk_gemm_block(
              a: window + blocks.offset(of: phase.taps[first]), a_rows: rows.baseAddress,
              a_segments: segments.baseAddress, a_step: g.stride * blocks.pixel,
              b: packed, b_panel: pixels * width, b_segment: g.outputWidth * width,
              b_step: width,
              c: sums + first * g.groupInputs * g.outputs + group * g.groupOutputs + column,
              c_rows: resultRows.baseAddress, bias: nil, rows: rows.count, columns: columns,
              segments: pixels / g.outputWidth, length: g.outputWidth,
              accumulate: accumulates ? 1 : 0)
            kernels.multiply(&form)
          }
        }
      }
    }
  }
}
