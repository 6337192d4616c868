/// A sum over taps: every target pixel is the sum, over a list of taps, of one source pixel's
/// channels times one slice of the weights.
///
/// Both the output of a convolution (source: the images) and the gradient of its images (source:
/// the gradient of its output) have this form. With a stride the latter falls into phases: target
/// pixels that the same taps of the weights reach.
struct Correlation: Sendable {
  /// One slice of the weights, and the source pixel that it multiplies.
  struct Tap: Sendable {
    /// The source row, less `step` times the target's row on its phase's grid; columns alike.
    let row: Int
    let column: Int
    /// The slice `[in, out]` of the weights.
    let slice: Int
  }

  /// Target pixels that share their taps: those at `row + i * targetStep`, `column + j *
  /// targetStep`.
  struct Phase: Sendable {
    let row: Int
    let column: Int
    /// The size of the phase's grid.
    let rows: Int
    let columns: Int
    /// By row, then by column.
    let taps: [Tap]
  }

  let images: Int
  private(set) var groups: Int
  let sourceHeight: Int
  let sourceWidth: Int
  /// Channels of one group.
  private(set) var sourceChannels: Int
  let targetHeight: Int
  let targetWidth: Int
  /// Channels of one group.
  private(set) var targetChannels: Int
  /// The distance between the source pixels of neighbors on a phase's grid.
  private(set) var step: Int
  /// The distance between neighbors on a phase's grid.
  private(set) var targetStep: Int
  private(set) var phases: [Phase]
  /// Whether the target's channels are the weights' channels in.
  let transposesWeights: Bool

  /// The output of a convolution.
  init(outputOf g: ConvolutionGeometry) {
    images = g.images
    groups = g.groups
    (sourceHeight, sourceWidth, sourceChannels) = (g.height, g.width, g.groupInputs)
    (targetHeight, targetWidth, targetChannels) = (g.outputHeight, g.outputWidth, g.groupOutputs)
    step = g.stride
    targetStep = 1
    transposesWeights = false
    let taps = (0..<g.taps).map { slice in
      Tap(
        row: slice / g.kernelWidth * g.dilation - g.padding,
        column: slice % g.kernelWidth * g.dilation - g.padding, slice: slice)
    }
    phases = [Phase(row: 0, column: 0, rows: targetHeight, columns: targetWidth, taps: taps)]
  }

  /// The gradient of a convolution's images.
  init(inputGradientOf g: ConvolutionGeometry) {
    images = g.images
    groups = g.groups
    (sourceHeight, sourceWidth, sourceChannels) = (g.outputHeight, g.outputWidth, g.groupOutputs)
    (targetHeight, targetWidth, targetChannels) = (g.height, g.width, g.groupInputs)
    step = 1
    targetStep = g.stride
    transposesWeights = true
    var phases: [Phase] = []
    for row in 0..<min(g.stride, g.height) {
      for column in 0..<min(g.stride, g.width) {
        // Taken backwards, slices come in the order of the pixels that they multiply.
        let taps = (0..<g.taps).reversed().compactMap { slice -> Tap? in
          let y = row + g.padding - slice / g.kernelWidth * g.dilation
          let x = column + g.padding - slice % g.kernelWidth * g.dilation
          guard y % g.stride == 0, x % g.stride == 0 else { return nil }
          return Tap(row: y / g.stride, column: x / g.stride, slice: slice)
        }
        phases.append(
          Phase(
            row: row, column: column, rows: (g.height - row + g.stride - 1) / g.stride,
            columns: (g.width - column + g.stride - 1) / g.stride, taps: taps))
      }
    }
    self.phases = phases
  }

  /// Whether every group has one channel on either side.
  var isDepthwise: Bool { groups > 1 && sourceChannels == 1 && targetChannels == 1 }

  /// Whether it has one phase, without steps, of 3 x 3 adjacent taps and one group.
  var isPlain3x3: Bool {
    guard groups == 1, step == 1, targetStep == 1, let phase = phases.first else { return false }
    return phases.count == 1 && phase.taps.count == 9 && tapRows.count == 3
      && tapColumns.count == 3
  }

  /// The grid of tiles of 4 x 4 target pixels of a plain 3 x 3 correlation: each begins with the
  /// first of its 6 x 6 source pixels.
  var tiles: Correlation {
    let (row, column) = (tapRows.lowerBound, tapColumns.lowerBound)
    var result = self
    result.step = 4
    result.targetStep = 4
    result.phases = [
      Phase(
        row: 0, column: 0, rows: (targetHeight + 3) / 4, columns: (targetWidth + 3) / 4,
        taps: [
          Tap(row: row, column: column, slice: 0), Tap(row: row + 5, column: column + 5, slice: 0),
        ])
    ]
    return result
  }

  /// The same pixels with all channels in one group, for kernels that keep channels apart.
  var ungrouped: Correlation {
    var result = self
    result.sourceChannels *= groups
    result.targetChannels *= groups
    result.groups = 1
    return result
  }

  /// The source rows that taps reach, for target row 0 of the grids; empty without taps.
  var tapRows: ClosedRange<Int> { span(\.row) }
  /// The source columns that taps reach, for target column 0 of the grids.
  var tapColumns: ClosedRange<Int> { span(\.column) }

  private func span(_ axis: KeyPath<Tap, Int>) -> ClosedRange<Int> {
    let offsets = phases.flatMap { phase in phase.taps.map { $0[keyPath: axis] } }
    return (offsets.min() ?? 0)...(offsets.max() ?? 0)
  }
}
