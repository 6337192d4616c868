import CTensorKernels

/// The tiles of 4 x 4 target pixels of a 3 x 3 correlation, in blocks.
struct WinogradTiles: Sendable {
  /// The parts of a transformed tile.
  static let parts = 36

  let correlation: Correlation
  let blocks: WindowBlocks
  private let grid: Correlation.Phase
  private let source: [Int]
  private let target: [Int]

  /// Cuts the tiles of a correlation into blocks of about `tilesPerBlock`, if there are enough for
  /// `leastBlocks`.
  init(
    _ correlation: Correlation, activation: ChannelFactors?, tilesPerBlock: Int, leastBlocks: Int
  ) {
    self.correlation = correlation
    let tiles = correlation.tiles
    blocks = WindowBlocks(
      tiles, channels: correlation.sourceChannels, activation: activation, goal: .max / 2,
      pixels: tilesPerBlock,
      leastBlocks: leastBlocks)
    grid = tiles.phases[0]
    (source, target) = blocks.pixelOffsets(of: grid)
  }

  /// The memory for a block's transformed tiles.
  func capacity(channels: Int) -> Int {
    Self.parts * Self.partStride(tiles: source.count, channels: channels)
  }

  /// The distance between parts, of channels in whole groups: an odd number of cache lines, so that
  /// the 36 places that one tile is written to fall into different sets of the first-level cache.
  static func partStride(tiles: Int, channels: Int) -> Int {
    (tiles * stk_whole_groups(channels) / 16 | 1) * 16
  }

  /// Calls a closure with a block's tiles, whose targets count from the first image's beginning.
  func withTiles<Result>(
    of block: WindowBlocks.Block,
    _ body: (UnsafeBufferPointer<stk_winograd_tile>) -> Result
  ) -> Result {
    let count = blocks.pixelCount(of: block, phase: grid)
    let first = blocks.targetOffset(of: block, phase: grid, group: 0)
    return withUnsafeTemporaryAllocation(of: stk_winograd_tile.self, capacity: max(1, count)) {
      tiles in
      for index in 0..<count {
        let row = index / grid.columns % block.rows.count + block.rows.lowerBound
        let column = index % grid.columns
        tiles[index] = stk_winograd_tile(
          source: source[index], target: first + target[index],
          height: min(4, correlation.targetHeight - 4 * row),
          width: min(4, correlation.targetWidth - 4 * column))
      }
      return body(UnsafeBufferPointer(rebasing: tiles[..<count]))
    }
  }
}
