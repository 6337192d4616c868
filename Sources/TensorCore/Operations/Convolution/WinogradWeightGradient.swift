import CTensorKernels

/// The gradient of 3 x 3 weights by Winograd's minimal filtering: the gradient of each of the 36
/// products, summed over tiles, and then of the transform of the weights.
///
/// Blocks of tiles are dealt out to parts by the sizes alone; each part adds up its own gradient,
/// and the parts are added in order.
struct WinogradWeightGradient: Sendable {
  private static let tilesPerBlock = 64
  /// The most parts; an even number of them, because an odd one would leave one of two threads
  /// idle.
  private static let mostParts = 8
  /// The elements of all parts' sums, 32 MiB, if these are more than two.
  private static let sumLimit = 1 << 23

  private let tiles: WinogradTiles
  private let correlation: Correlation
  private let wantedParts: Int
  private let gemm = Kernels.gemm
  private let winograd = Kernels.winograd
  private let convolution = Kernels.convolution

  /// Prepares the gradient for the correlation of an output that ``WinogradRules/fit(_:)`` accepts.
  init(_ correlation: Correlation, activation: ChannelFactors? = nil) {
    self.correlation = correlation
    let size = WinogradTiles.parts * correlation.sourceChannels * correlation.targetChannels
    wantedParts = max(2, min(Self.mostParts, Self.sumLimit / size) & ~1)
    tiles = WinogradTiles(
      correlation, activation: activation, tilesPerBlock: Self.tilesPerBlock,
      leastBlocks: wantedParts)
  }

  /// Computes the gradient, `[3, 3, in, out]`.
  func run(images: Tensor, upstream: Tensor, into gradient: Tensor) {
    let size = correlation.sourceChannels * correlation.targetChannels
    let blocks = tiles.blocks
    let parts = max(1, min(wantedParts, blocks.count))
    Scratch.with(9 * size * (parts - 1)) { partials in
      let partials = UnsafeSendable(partials)
      Parallel.forEachChunk(parts) { part in
        Scratch.with(WinogradTiles.parts * size) { sums in
          add(
            blocks: Parallel.part(part, of: parts, total: blocks.count),
            images: images, upstream: upstream, into: sums)
          winograd.filter_gradient(
            sums, size, part == 0 ? gradient.pointer : partials.value + 9 * size * (part - 1))
        }
      }
      let kernels = Kernels.elementwise
      Parallel.forEachRange(of: 9 * size, grain: 1 << 14) { range in
        let target = gradient.pointer + range.lowerBound
        for part in 0..<parts - 1 {
          kernels.add(
            target, partials.value + 9 * size * part + range.lowerBound, target, range.count)
        }
      }
    }
  }

  private func add(
    blocks range: Range<Int>, images: Tensor, upstream: Tensor,
    into sums: UnsafeMutablePointer<Float>
  ) {
    let c = correlation
    let (inputs, outputs) = (c.sourceChannels, c.targetChannels)
    let blocks = tiles.blocks
    Scratch.with(blocks.windowCapacity) { scratch in
      Scratch.with(tiles.capacity(channels: inputs)) { left in
        Scratch.with(tiles.capacity(channels: outputs)) { right in
          for index in range {
            let block = blocks[index]
            tiles.withTiles(of: block) { tiles in
              let window = blocks.window(
                of: block, source: UnsafePointer(images.pointer), group: 0, scratch: scratch,
                kernels: convolution)
              winograd.source(
                window, blocks.pitch, blocks.pixel, tiles.baseAddress, tiles.count, inputs, 1, left,
                WinogradTiles.partStride(tiles: tiles.count, channels: inputs))
              winograd.target_gradient(
                upstream.pointer, c.targetWidth * outputs, tiles.baseAddress, tiles.count, outputs,
                right, WinogradTiles.partStride(tiles: tiles.count, channels: outputs))
              multiply(
                left, right, count: tiles.count, into: sums, accumulates: index > range.lowerBound)
            }
          }
        }
      }
    }
  }

  private func multiply(
    _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, count: Int,
    into sums: UnsafeMutablePointer<Float>, accumulates: Bool
  ) {
    let (inputs, outputs) = (correlation.sourceChannels, correlation.targetChannels)
    var form = stk_products(
      a: left, a_part: WinogradTiles.partStride(tiles: count, channels: inputs),
      a_step: stk_whole_groups(inputs), b: right,
      b_part: WinogradTiles.partStride(tiles: count, channels: outputs), b_panel: gemm.columns,
      b_step: outputs, c: sums, c_part: inputs * outputs, c_row: outputs,
      parts: WinogradTiles.parts, rows: inputs, columns: outputs, length: count,
      accumulate: accumulates ? 1 : 0)
    gemm.products(&form)
  }
}
