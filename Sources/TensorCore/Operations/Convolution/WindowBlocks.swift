import CTensorKernels

/// How the target pixels of a correlation are cut into blocks, and where a block finds its source.
///
/// A block is some rows of one image, or some whole images, small enough that its window of the
/// source stays in the second-level cache. Windows are copied with their border of zeros, so that
/// every tap of a pixel lies at a fixed distance and no product checks for borders; where no tap
/// leaves the image and pixels are dense, the image itself serves as the window.
struct WindowBlocks: Sendable {
  /// The window's elements that a block aims at unless told otherwise: 128 KiB.
  static let windowGoal = 1 << 15

  /// The pixels of one block.
  struct Block: Sendable {
    let images: Range<Int>
    /// Rows on the grids of the phases; those that a phase lacks are skipped.
    let rows: Range<Int>
  }

  let imagesPerBlock: Int
  let rowsPerBlock: Int
  /// The number of blocks.
  let count: Int
  /// Whether windows are parts of the source itself.
  let isDirect: Bool
  /// The distance between neighboring pixels of a window.
  let pixel: Int
  /// The distance between rows of a window.
  let pitch: Int
  /// The distance between images of a window.
  let imageStride: Int
  private let correlation: Correlation
  private let activation: ChannelFactors?
  private let gridRows: Int
  private let rowBlocks: Int
  private let windowColumns: Int

  /// Cuts a correlation.
  ///
  /// - Parameters:
  ///   - correlation: What is cut.
  ///   - channels: The channels of a window's pixel; at least those of the source's group.
  ///   - activation: What the source passes on the way into a window, or nil; only where all
  ///     channels are in one group.
  ///   - goal: The window's elements that a block aims at.
  ///   - pixels: The most pixels of a phase's grid that a block aims at.
  ///   - leastBlocks: How many blocks there should be at least, if there are as many images.
  init(
    _ correlation: Correlation, channels: Int, activation: ChannelFactors? = nil,
    goal: Int = windowGoal, pixels: Int = .max, leastBlocks: Int = 8
  ) {
    let c = correlation
    check(
      activation == nil || c.groups == 1 && channels == c.sourceChannels,
      "groups of channels cannot be activated on the way")
    self.correlation = c
    self.activation = activation
    let (tapRows, tapColumns) = (c.tapRows, c.tapColumns)
    gridRows = c.phases.map(\.rows).max() ?? 0
    let gridColumns = c.phases.map(\.columns).max() ?? 0
    isDirect =
      activation == nil && channels == c.sourceChannels && tapRows.lowerBound >= 0
      && tapColumns.lowerBound >= 0
      && (gridRows - 1) * c.step + tapRows.upperBound < c.sourceHeight
      && (gridColumns - 1) * c.step + tapColumns.upperBound < c.sourceWidth
    windowColumns = (gridColumns - 1) * c.step + tapColumns.count
    pixel = isDirect ? c.sourceChannels * c.groups : channels
    pitch = pixel * (isDirect ? c.sourceWidth : windowColumns)
    let rowsOfOne = tapRows.count
    let size = max(1, channels * windowColumns)
    let mostRows = max(
      1, min((goal / size - rowsOfOne) / c.step + 1, pixels / max(1, gridColumns)))
    rowBlocks = max(1, (gridRows + mostRows - 1) / mostRows)
    rowsPerBlock = max(1, (gridRows + rowBlocks - 1) / rowBlocks)
    let windowRows = (rowsPerBlock - 1) * c.step + rowsOfOne
    imageStride = pitch * (isDirect ? c.sourceHeight : windowRows)
    let fitting =
      rowBlocks > 1
      ? 1
      : max(
        1,
        min(goal / max(1, size * windowRows), pixels / max(1, gridRows * gridColumns)))
    let most = max(1, min(fitting, c.images / leastBlocks))
    // An even number of blocks where images allow it, so that two equal threads end together.
    let least = (c.images + most - 1) / most
    let wanted = least > 1 ? least + least % 2 : 1
    imagesPerBlock = max(1, (c.images + wanted - 1) / wanted)
    count = (c.images + imagesPerBlock - 1) / imagesPerBlock * rowBlocks
  }

  /// The elements of memory that a window takes; zero if windows are direct.
  var windowCapacity: Int { isDirect ? 0 : imagesPerBlock * imageStride }

  subscript(index: Int) -> Block {
    let first = index / rowBlocks * imagesPerBlock
    let row = index % rowBlocks * rowsPerBlock
    return Block(
      images: first..<min(correlation.images, first + imagesPerBlock),
      rows: row..<min(gridRows, row + rowsPerBlock))
  }

  /// Lays out a block's window.
  ///
  /// - Parameters:
  ///   - block: The block.
  ///   - source: All images.
  ///   - group: The group of channels.
  ///   - scratch: Memory for the window, used unless windows are direct.
  ///   - kernels: The kernels that lay it out.
  /// - Returns: Where the window begins: the pixel of its first row and column.
  func window(
    of block: Block, source: UnsafePointer<Float>, group: Int,
    scratch: UnsafeMutablePointer<Float>, kernels: stk_convolution
  ) -> UnsafePointer<Float> {
    let c = correlation
    let sourcePixel = c.sourceChannels * c.groups
    let imageSize = c.sourceHeight * c.sourceWidth * sourcePixel
    let top = block.rows.lowerBound * c.step
    if isDirect {
      return source + block.images.lowerBound * imageSize + group * c.sourceChannels + top * pitch
        + c.tapRows.lowerBound * pitch + c.tapColumns.lowerBound * pixel
    }
    let rows = (block.rows.count - 1) * c.step + c.tapRows.count
    var form = stk_window(
      height: c.sourceHeight, width: c.sourceWidth, pixel: sourcePixel,
      top: top + c.tapRows.lowerBound, left: c.tapColumns.lowerBound, rows: rows,
      columns: windowColumns, channels: c.sourceChannels, window_pixel: pixel,
      scale: activation.map { UnsafePointer($0.scale.pointer) },
      shift: activation.map { UnsafePointer($0.shift.pointer) }, slope: activation?.slope ?? 1)
    for (position, image) in block.images.enumerated() {
      kernels.pad(
        source + image * imageSize + group * c.sourceChannels, &form,
        scratch + position * imageStride)
    }
    return UnsafePointer(scratch)
  }

  /// The target's pixels that a block covers, counted through all images.
  func targetPixels(of block: Block) -> Range<Int> {
    let c = correlation
    let row = { (image: Int, row: Int) in
      (image * c.targetHeight + min(c.targetHeight, row * c.targetStep)) * c.targetWidth
    }
    return row(
      block.images.lowerBound, block.rows.lowerBound)..<row(
        block.images.upperBound - 1, block.rows.upperBound)
  }

  /// The distance from a window's beginning to a tap of the block's first pixel.
  func offset(of tap: Correlation.Tap) -> Int {
    (tap.row - correlation.tapRows.lowerBound) * pitch
      + (tap.column - correlation.tapColumns.lowerBound) * pixel
  }

  /// The distances from the first pixel of a block to all its pixels, in the window and the target.
  ///
  /// The pixels of a block with fewer rows or images are the first ones of these.
  func pixelOffsets(of phase: Correlation.Phase) -> (source: [Int], target: [Int]) {
    let c = correlation
    let targetPixel = c.targetChannels * c.groups
    var source: [Int] = []
    var target: [Int] = []
    let rows = min(rowsPerBlock, phase.rows)
    source.reserveCapacity(imagesPerBlock * rows * phase.columns)
    target.reserveCapacity(imagesPerBlock * rows * phase.columns)
    for image in 0..<imagesPerBlock {
      for row in 0..<rows {
        for column in 0..<phase.columns {
          source.append(image * imageStride + c.step * (row * pitch + column * pixel))
          target.append(
            ((image * c.targetHeight + row * c.targetStep) * c.targetWidth + column * c.targetStep)
              * targetPixel)
        }
      }
    }
    return (source, target)
  }

  /// The first target element of a block and phase, in its group of channels.
  func targetOffset(of block: Block, phase: Correlation.Phase, group: Int) -> Int {
    let c = correlation
    let row = block.rows.lowerBound * c.targetStep + phase.row
    return ((block.images.lowerBound * c.targetHeight + row) * c.targetWidth + phase.column)
      * c.targetChannels * c.groups + group * c.targetChannels
  }

  /// The number of target pixels of a block on a phase's grid.
  func pixelCount(of block: Block, phase: Correlation.Phase) -> Int {
    block.images.count * block.rows.clamped(to: 0..<phase.rows).count * phase.columns
  }
}
