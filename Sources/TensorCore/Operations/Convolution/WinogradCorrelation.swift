import CTensorKernels

/// A 3 x 3 correlation by Winograd's minimal filtering: 36 products of tiles and transformed
/// weights instead of 144 multiplications a tile.
///
/// A block's transformed tiles and their products stay in the second-level cache.
struct WinogradCorrelation: Sendable {
  private static let tilesPerBlock = 48

  private let tiles: WinogradTiles
  private let correlation: Correlation
  private let gemm = Kernels.gemm
  private let winograd = Kernels.winograd
  private let convolution = Kernels.convolution

  /// Prepares a correlation that ``WinogradRules/fit(_:)`` accepts; the source may be activated
  /// while it is read.
  init(_ correlation: Correlation, activation: ChannelFactors? = nil) {
    self.correlation = correlation
    tiles = WinogradTiles(
      correlation, activation: activation, tilesPerBlock: Self.tilesPerBlock, leastBlocks: 8)
  }

  var blocks: WindowBlocks { tiles.blocks }

  /// Computes all target pixels.
  ///
  /// - Parameters:
  ///   - source: The images.
  ///   - weight: `[3, 3, in, out]`.
  ///   - bias: One number for each target channel, or nil.
  ///   - target: Where the result goes.
  ///   - finish: Called with each block once its pixels are written.
  func run(
    source: Tensor, weight: Tensor, bias: Tensor?, into target: Tensor,
    finish: BlockCompletion? = nil
  ) {
    if target.elementCount == 0 { return }
    let c = correlation
    let (inputs, outputs) = (c.sourceChannels, c.targetChannels)
    let panels = (outputs + gemm.columns - 1) / gemm.columns
    let part = panels * gemm.columns * inputs
    Scratch.with(WinogradTiles.parts * part) { filters in
      if outputs % gemm.columns != 0 {
        filters.update(repeating: 0, count: WinogradTiles.parts * part)
      }
      let filters = UnsafeSendable(filters)
      transform(weight, into: filters, part: part)
      Parallel.forEachChunk(tiles.blocks.count) { index in
        let block = tiles.blocks[index]
        Scratch.with(tiles.blocks.windowCapacity) { scratch in
          Scratch.with(tiles.capacity(channels: inputs)) { transformed in
            Scratch.with(tiles.capacity(channels: outputs)) { products in
              tiles.withTiles(of: block) { tiles in
                let window = self.tiles.blocks.window(
                  of: block, source: UnsafePointer(source.pointer), group: 0, scratch: scratch,
                  kernels: convolution)
                winograd.source(
                  window, self.tiles.blocks.pitch, self.tiles.blocks.pixel, tiles.baseAddress,
                  tiles.count, inputs, gemm.rows, transformed,
                  WinogradTiles.partStride(tiles: tiles.count, channels: inputs))
                multiply(
                  transformed, by: filters.value, part: part, count: tiles.count, into: products)
                winograd.target(
                  products, WinogradTiles.partStride(tiles: tiles.count, channels: outputs),
                  tiles.baseAddress, tiles.count, outputs,
                  bias.map { UnsafePointer($0.pointer) }, target.pointer, c.targetWidth * outputs)
              }
            }
          }
        }
        finish?(index, blocks.targetPixels(of: block))
      }
    }
  }

  /// Transforms the weights, packed for the products.
  private func transform(
    _ weight: Tensor, into filters: UnsafeSendable<UnsafeMutablePointer<Float>>, part: Int
  ) {
    let c = correlation
    let (inputs, outputs) = (weight.shape[2], weight.shape[3])
    let slice = inputs * outputs
    Parallel.forEachRange(
      of: c.sourceChannels, grain: max(8, (1 << 14) / c.targetChannels)
    ) { range in
      // The gradient of the images takes the taps backwards, and channels out as channels in.
      winograd.filter(
        c.transposesWeights
          ? weight.pointer + 8 * slice + range.lowerBound
          : weight.pointer + range.lowerBound * outputs,
        c.transposesWeights ? -slice : slice, c.transposesWeights ? 1 : outputs,
        c.transposesWeights ? outputs : 1, range.count, c.targetChannels, gemm.columns,
        c.sourceChannels, filters.value + range.lowerBound * gemm.columns, part)
    }
  }

  private func multiply(
    _ transformed: UnsafeMutablePointer<Float>, by filters: UnsafeMutablePointer<Float>, part: Int,
    count: Int, into products: UnsafeMutablePointer<Float>
  ) {
    let (inputs, outputs) = (correlation.sourceChannels, correlation.targetChannels)
    var form = stk_products(
      a: transformed, a_part: WinogradTiles.partStride(tiles: count, channels: inputs),
      a_step: 0, b: filters, b_part: part, b_panel: inputs * gemm.columns,
      b_step: gemm.columns, c: products,
      c_part: WinogradTiles.partStride(tiles: count, channels: outputs), c_row: outputs,
      parts: WinogradTiles.parts, rows: count, columns: outputs, length: inputs, accumulate: 0)
    gemm.products(&form)
  }
}
