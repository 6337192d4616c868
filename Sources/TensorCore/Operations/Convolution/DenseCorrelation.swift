import CTensorKernels

/// A correlation as a product of pixels and packed weights.
///
/// A tile of six pixels reads its window through six pointers, so patches are never written out.
/// Neighboring taps of a row are one run of the sum. The sum is taken in passes of at most
/// `longestPass` steps, so that a panel's weights stay in the first-level cache.
struct DenseCorrelation: Sendable {
  private static let longestPass = 384
  /// The weights from which on blocks are larger: 2 MiB.
  private static let manyWeights = 1 << 19

  /// Runs of equal length that are summed in one go.
  private struct Pass: Sendable {
    /// Distances from a pixel's first tap to the runs.
    var offsets: [Int]
    let length: Int
    /// The index of the first step in the whole sum.
    let start: Int

    var steps: Int { offsets.count * length }
  }

  /// A phase with its offsets and its passes.
  private struct Part: Sendable {
    let phase: Correlation.Phase
    let passes: [Pass]
    let source: [Int]
    let target: [Int]
    /// The offset of the phase's packed weights, of its first group.
    let weights: Int
    /// The steps of the sum.
    let length: Int
  }

  let blocks: WindowBlocks
  private let correlation: Correlation
  private let parts: [Part]
  private let kernels: stk_gemm
  private let panels: Int
  private let packedCount: Int

  init(_ correlation: Correlation, activation: ChannelFactors? = nil) {
    self.correlation = correlation
    // Every block reads all weights. Those which leave the second-level cache in between are better
    // read for more pixels at a time, though the window then takes more of it.
    let weights =
      correlation.phases.reduce(0) { $0 + $1.taps.count } * correlation.sourceChannels
      * correlation.targetChannels
    let blocks = WindowBlocks(
      correlation, channels: correlation.sourceChannels, activation: activation,
      goal: weights > Self.manyWeights ? 2 * WindowBlocks.windowGoal : WindowBlocks.windowGoal)
    self.blocks = blocks
    kernels = Kernels.gemm
    let width = kernels.columns
    panels = (correlation.targetChannels + width - 1) / width
    var parts: [Part] = []
    var offset = 0
    for phase in correlation.phases {
      let (source, target) = blocks.pixelOffsets(of: phase)
      let length = phase.taps.count * correlation.sourceChannels
      parts.append(
        Part(
          phase: phase,
          passes: Self.passes(
            of: phase, channels: correlation.sourceChannels, blocks: blocks),
          source: source, target: target, weights: offset, length: length))
      offset += correlation.groups * length * panels * width
    }
    self.parts = parts
    packedCount = offset
  }

  /// Cuts the sum of a phase into passes; there is always one, even over nothing.
  private static func passes(
    of phase: Correlation.Phase, channels: Int, blocks: WindowBlocks
  ) -> [Pass] {
    var runs: [(offset: Int, length: Int)] = []
    for tap in phase.taps {
      let offset = blocks.offset(of: tap)
      if let last = runs.last, last.offset + last.length == offset,
        last.length + channels <= longestPass
      {
        runs[runs.count - 1].length += channels
      } else {
        let pieces = (channels + longestPass - 1) / longestPass
        for piece in 0..<pieces {
          let start = channels * piece / pieces
          runs.append((offset + start, channels * (piece + 1) / pieces - start))
        }
      }
    }
    var passes: [Pass] = []
    var start = 0
    for run in runs {
      if let last = passes.last, last.length == run.length,
        last.steps + run.length <= longestPass
      {
        passes[passes.count - 1].offsets.append(run.offset)
      } else {
        passes.append(Pass(offsets: [run.offset], length: run.length, start: start))
      }
      start += run.length
    }
    return passes.isEmpty ? [Pass(offsets: [], length: 0, start: 0)] : passes
  }

  /// Computes all target pixels.
  ///
  /// - Parameters:
  ///   - source: The images.
  ///   - weight: `[h, w, in / groups, out]`.
  ///   - bias: One number for each target channel, or nil.
  ///   - target: Where the result goes.
  ///   - finish: Called with each block once its pixels are written.
  func run(
    source: Tensor, weight: Tensor, bias: Tensor?, into target: Tensor,
    finish: BlockCompletion? = nil
  ) {
    if target.elementCount == 0 { return }
    let packed = TensorStorage(count: packedCount)
    pack(weight, into: packed)
    let convolution = Kernels.convolution
    let jobs = blocks.count * correlation.groups
    let columnBlocks = jobs >= 8 ? 1 : min(panels, (8 + jobs - 1) / jobs)
    Parallel.forEachChunk(jobs * columnBlocks) { chunk in
      let group = chunk / columnBlocks % correlation.groups
      let block = blocks[chunk / columnBlocks / correlation.groups]
      let part = chunk % columnBlocks
      Scratch.with(blocks.windowCapacity) { scratch in
        let window = blocks.window(
          of: block, source: UnsafePointer(source.pointer), group: group, scratch: scratch,
          kernels: convolution)
        multiply(
          block, window: window, group: group,
          panels: panels * part / columnBlocks..<panels * (part + 1) / columnBlocks,
          packed: packed, bias: bias, target: target)
      }
      if columnBlocks * correlation.groups == 1 {
        finish?(chunk, blocks.targetPixels(of: block))
      }
    }
    if let finish, columnBlocks * correlation.groups > 1 {
      Parallel.forEachChunk(blocks.count) { finish($0, blocks.targetPixels(of: blocks[$0])) }
    }
  }

  private func multiply(
    _ block: WindowBlocks.Block, window: UnsafePointer<Float>, group: Int, panels range: Range<Int>,
    packed: TensorStorage, bias: Tensor?, target: Tensor
  ) {
    let width = kernels.columns
    let column = range.lowerBound * width
    for part in parts {
      let pixels = blocks.pixelCount(of: block, phase: part.phase)
      if pixels == 0 { continue }
      let weights = packed.pointer + part.weights + group * part.length * panels * width
      let first = blocks.targetOffset(of: block, phase: part.phase, group: group)
      part.source.withUnsafeBufferPointer { source in
        part.target.withUnsafeBufferPointer { rows in
          for pass in part.passes {
            pass.offsets.withUnsafeBufferPointer { offsets in
              var form = stk_gemm_block(
                a: window, a_rows: source.baseAddress, a_segments: offsets.baseAddress, a_step: 1,
                b: weights + pass.start * panels * width + column * pass.steps,
                b_panel: pass.steps * width, b_segment: pass.length * width, b_step: width,
                c: target.pointer + first + column, c_rows: rows.baseAddress,
                bias: bias.map {
                  UnsafePointer($0.pointer + group * correlation.targetChannels + column)
                },
                rows: pixels,
                columns: min(correlation.targetChannels, range.upperBound * width) - column,
                segments: offsets.count, length: pass.length, accumulate: pass.start == 0 ? 0 : 1)
              kernels.multiply(&form)
            }
          }
        }
      }
    }
  }

  /// Packs the weights as `[phase][group][pass][panel][step][column]`.
  private func pack(_ weight: Tensor, into packed: TensorStorage) {
    let (inputs, outputs) = (weight.shape[2], weight.shape[3])
    let width = kernels.columns
    let channels = correlation.sourceChannels
    let transposes = correlation.transposesWeights
    let groupOutputs = outputs / correlation.groups
    for part in parts {
      Parallel.forEachRange(
        of: part.passes.count * correlation.groups,
        grain: max(1, (1 << 16) / (Self.longestPass * panels * width))
      ) { range in
        for job in range {
          let (group, pass) = (job % correlation.groups, part.passes[job / correlation.groups])
          let target =
            packed.pointer + part.weights + group * part.length * panels * width
            + pass.start * panels * width
          // A pass holds whole taps, or a piece of one.
          var step = pass.start
          while step < pass.start + pass.steps {
            let tap = part.phase.taps[step / channels]
            let channel = step % channels
            let count = min(channels - channel, pass.start + pass.steps - step)
            let slice = weight.pointer + tap.slice * inputs * outputs + group * groupOutputs
            kernels.pack(
              transposes ? slice + channel : slice + channel * outputs, transposes ? 1 : outputs,
              transposes ? outputs : 1, count, correlation.targetChannels,
              target + (step - pass.start) * width, width, pass.steps * width)
            step += count
          }
        }
      }
    }
  }
}
