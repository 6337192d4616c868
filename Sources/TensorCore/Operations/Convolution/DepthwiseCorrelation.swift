import CTensorKernels

/// A correlation in which channels do not mix: vectors run along channels.
struct DepthwiseCorrelation: Sendable {
  /// Blocks of pixels whose weight gradients are added up apart.
  private static let mostParts = 16

  let blocks: WindowBlocks
  private let correlation: Correlation
  private let channels: Int
  /// The channels, filled up to whole vectors.
  private let filled: Int

  /// Prepares a correlation whose groups have one channel each.
  init(_ correlation: Correlation) {
    self.correlation = correlation.ungrouped
    channels = correlation.groups
    filled = (channels + 7) & ~7
    blocks = WindowBlocks(self.correlation, channels: filled)
  }

  /// Computes all target pixels.
  ///
  /// - Parameters:
  ///   - source: The images.
  ///   - weight: `[h, w, 1, channels]`.
  ///   - bias: One number for each channel, or nil.
  ///   - target: Where the result goes.
  func run(source: Tensor, weight: Tensor, bias: Tensor?, into target: Tensor) {
    let kernels = Kernels.convolution
    for phase in correlation.phases where target.elementCount > 0 {
      let slices = TensorStorage(count: phase.taps.count * filled)
      for (position, tap) in phase.taps.enumerated() {
        let slice = weight.pointer + tap.slice * channels
        for channel in 0..<filled {
          slices.pointer[position * filled + channel] = channel < channels ? slice[channel] : 0
        }
      }
      let (sources, targets) = blocks.pixelOffsets(of: phase)
      let taps = phase.taps.map(blocks.offset(of:))
      Parallel.forEachChunk(blocks.count) { index in
        withForm(
          of: blocks[index], phase: phase, source: source, target: target,
          tables: (sources, targets, taps), kernels: kernels
        ) { form in
          form.weight = slices.pointer
          form.bias = bias.map { UnsafePointer($0.pointer) }
          kernels.depthwise(&form)
        }
      }
    }
  }

  /// Computes the gradient of the weights; the correlation must be the one of the output.
  ///
  /// Blocks are dealt out to parts by the sizes alone; each part adds up its own gradient, and the
  /// parts are added in order.
  func weightGradient(source: Tensor, upstream: Tensor, into gradient: Tensor) {
    let kernels = Kernels.convolution
    let phase = correlation.phases[0]
    let (sources, targets) = blocks.pixelOffsets(of: phase)
    let taps = phase.taps.map(blocks.offset(of:))
    let parts = max(1, min(Self.mostParts, blocks.count))
    let size = taps.count * filled
    Scratch.with(parts * size) { partials in
      partials.update(repeating: 0, count: parts * size)
      let sums = UnsafeSendable(partials)
      Parallel.forEachChunk(parts) { part in
        for index in Parallel.part(part, of: parts, total: blocks.count) {
          withForm(
            of: blocks[index], phase: phase, source: source, target: upstream,
            tables: (sources, targets, taps), kernels: kernels
          ) { form in
            form.weight = sums.value + part * size
            kernels.depthwise_weight(&form)
          }
        }
      }
      for tap in taps.indices {
        for channel in 0..<channels {
          var sum: Float = 0
          for part in 0..<parts { sum += partials[part * size + tap * filled + channel] }
          gradient.pointer[tap * channels + channel] = sum
        }
      }
    }
  }

  /// Calls a closure with what a block's kernels read, but for weights and bias.
  private func withForm(
    of block: WindowBlocks.Block, phase: Correlation.Phase, source: Tensor, target: Tensor,
    tables: (sources: [Int], targets: [Int], taps: [Int]), kernels: stk_convolution,
    _ body: (inout stk_depthwise_block) -> Void
  ) {
    let pixels = blocks.pixelCount(of: block, phase: phase)
    if pixels == 0 { return }
    Scratch.with(blocks.windowCapacity) { scratch in
      let window = blocks.window(
        of: block, source: UnsafePointer(source.pointer), group: 0, scratch: scratch,
        kernels: kernels)
      tables.sources.withUnsafeBufferPointer { sources in
        tables.targets.withUnsafeBufferPointer { targets in
          tables.taps.withUnsafeBufferPointer { taps in
            var form = stk_depthwise_block(
              window: window, rows: sources.baseAddress, pixels: pixels, taps: taps.baseAddress,
              tap_count: taps.count, weight: nil, weight_tap: filled,
              result: target.pointer + blocks.targetOffset(of: block, phase: phase, group: 0),
              result_rows: targets.baseAddress, bias: nil, channels: channels)
            body(&form)
          }
        }
      }
    }
  }
}
