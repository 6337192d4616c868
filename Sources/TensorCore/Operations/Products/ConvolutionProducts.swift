import CTensorKernels

/// The three products of a convolution: output, input gradient and weight gradient.
///
/// All packing and threading decisions of convolutions are here. Images are never unrolled: tiles of
/// six pixels read their windows through pointers. Work is cut by the sizes alone.
struct ConvolutionProducts: Sendable {
  private let geometry: ConvolutionGeometry

  init(_ geometry: ConvolutionGeometry) { self.geometry = geometry }

  /// Rows that share their pointers and one look at the weights: 16 tiles.
  private static let rowBlock = 96
  /// The least arithmetic of a chunk, in multiplications; about 60 microseconds.
  private static let chunkWork = 3_000_000

  func output(input: Tensor, weight: Tensor, bias: Tensor?) -> Tensor {
    let kernels = Kernels.products
    let g = geometry
    let packed = (0..<g.groups).map { group in
      PackedColumns(
        length: g.taps * g.groupInputs, columns: g.groupOutputs, kernels: kernels
      ) { panels, stride in
        kernels.pack_columns(
          weight.pointer + group * g.groupOutputs, g.outputs, 1, g.taps * g.groupInputs,
          g.groupOutputs, panels, stride)
      }
    }
    let result = Tensor(uninitialized: g.outputShape)
    let windows = g.forwardWindows
    multiply(
      source: input, windows: windows, depth: g.groupInputs, packed: packed, bias: bias,
      target: result.pointer,
      strides: (g.outputHeight * g.outputWidth * g.outputs, g.outputWidth * g.outputs, g.outputs),
      kernels: kernels)
    return result
  }

  func inputGradient(upstream: Tensor, weight: Tensor) -> Tensor {
    let kernels = Kernels.products
    let g = geometry
    let result = Tensor(uninitialized: [g.images, g.height, g.width, g.inputs])
    let strides = (
      g.height * g.width * g.inputs, g.stride * g.width * g.inputs, g.stride * g.inputs
    )
    for phase in g.phases {
      let target = result.pointer + (phase.row * g.width + phase.column) * g.inputs
      let packed = (0..<g.groups).map { group in
        PackedColumns(
          length: phase.taps.count * g.groupOutputs, columns: g.groupInputs, kernels: kernels
        ) { panels, stride in
          for (place, tap) in phase.taps.enumerated() {
            kernels.pack_columns(
              weight.pointer + tap * g.groupInputs * g.outputs + group * g.groupOutputs, 1,
              g.outputs, g.groupOutputs, g.groupInputs,
              panels + place * g.groupOutputs * kernels.tile_columns, stride)
          }
        }
      }
      multiply(
        source: upstream, windows: phase.windows, depth: g.groupOutputs, packed: packed, bias: nil,
        target: target, strides: strides, kernels: kernels)
    }
    return result
  }

  /// Multiplies every window of a source by packed weights, one set a group.
  private func multiply(
    source: Tensor, windows: Windows, depth: Int, packed: [PackedColumns], bias: Tensor?,
    target: UnsafeMutablePointer<Float>, strides: (image: Int, row: Int, column: Int),
    kernels: stk_products
  ) {
    let total = geometry.images * windows.targetHeight * windows.targetWidth
    if total == 0 { return }
    let columns = packed[0].columns
    let work = max(1, windows.taps * depth * columns * packed.count)
    let blocks = max(1, Self.chunkWork / (work * Self.rowBlock))
    let grain = blocks * Self.rowBlock
    let zeros = Tensor.zeros([max(windows.channels, 1)])
    let target = UnsafeSendable(target)
    let tileRows = kernels.tile_rows
    Parallel.forEachRange(of: total, grain: grain) { range in
      windows.withKernelForm(source: source.pointer, zeros: zeros.pointer) { form in
        withUnsafeTemporaryAllocation(
          of: UnsafePointer<Float>?.self, capacity: Self.rowBlock * max(windows.taps, 1)
        ) { sources in
          withUnsafeTemporaryAllocation(
            of: UnsafeMutablePointer<Float>?.self, capacity: Self.rowBlock
          ) { targets in
            for first in stride(from: range.lowerBound, to: range.upperBound, by: Self.rowBlock) {
              let count = min(Self.rowBlock, range.upperBound - first)
              stk_window_tiles(form, first, count, tileRows, sources.baseAddress)
              stk_target_tiles(
                target.value, strides.image, strides.row, strides.column, windows.targetHeight,
                windows.targetWidth, first, count, tileRows, targets.baseAddress)
              for (group, weights) in packed.enumerated() {
                for panel in 0..<weights.panelCount {
                  let column = group * columns + panel * kernels.tile_columns
                  kernels.panel(
                    sources.baseAddress, group * depth, (count + tileRows - 1) / tileRows,
                    windows.taps, depth, weights.panel(panel), targets.baseAddress, column,
                    weights.width(of: panel),
                    bias.map { UnsafePointer($0.pointer + column) }, 0)
                }
              }
            }
          }
        }
      }
    }
  }

  /// The gradient of the weights: for each tap the product of input and upstream over all pixels.
  ///
  /// Pixels are split into parts by the sizes alone; each part adds up its own gradient, and the
  /// parts are added in order.
  func weightGradient(input: Tensor, upstream: Tensor) -> Tensor {
    let kernels = Kernels.products
    let g = geometry
    let windows = g.forwardWindows
    let result = Tensor.zeros([g.kernelHeight, g.kernelWidth, g.groupInputs, g.outputs])
    let total = g.images * g.outputHeight * g.outputWidth
    if total == 0 { return result }
    let size = result.elementCount
    let blocks = (total + Self.rowBlock - 1) / Self.rowBlock
    let parts = max(1, min(16, blocks, total * size / 8_000_000, (16 << 20) / max(size, 1)))
    let partials = Tensor.zeros([parts, size])
    let zeros = Tensor.zeros([max(g.inputs, 1)])
    Parallel.forEachChunk(parts) { part in
      windows.withKernelForm(source: input.pointer, zeros: zeros.pointer) { form in
        withUnsafeTemporaryAllocation(
          of: UnsafePointer<Float>?.self, capacity: Self.rowBlock * (windows.taps + 1)
        ) { pointers in
          for block in part * blocks / parts..<(part + 1) * blocks / parts {
            let first = block * Self.rowBlock
            addWeightGradient(
              pixels: first..<min(total, first + Self.rowBlock), form: form, pointers: pointers,
              upstream: upstream, to: partials.pointer + part * size, kernels: kernels)
          }
        }
      }
    }
    Parallel.forEachRange(of: size, grain: 1 << 14) { range in
      kernels.sum_parts(
        partials.pointer + range.lowerBound, parts, size, range.count,
        result.pointer + range.lowerBound)
    }
    return result
  }

  private func addWeightGradient(
    pixels: Range<Int>, form: UnsafePointer<stk_windows>,
    pointers: UnsafeMutableBufferPointer<UnsafePointer<Float>?>, upstream: Tensor,
    to sums: UnsafeMutablePointer<Float>, kernels: stk_products
  ) {
    let g = geometry
    guard let base = pointers.baseAddress else { return }
    stk_window_rows(form, pixels.lowerBound, pixels.count, base)
    let rows = base + g.taps * pixels.count
    for (place, pixel) in pixels.enumerated() {
      rows[place] = UnsafePointer(upstream.pointer + pixel * g.outputs)
    }
    for group in 0..<g.groups {
      for column in stride(from: 0, to: g.groupOutputs, by: kernels.tile_columns) {
        let width = min(kernels.tile_columns, g.groupOutputs - column)
        let output = group * g.groupOutputs + column
        for tap in 0..<g.taps {
          for channel in stride(from: 0, to: g.groupInputs, by: kernels.tile_rows) {
            kernels.outer(
              base + tap * pixels.count, group * g.groupInputs + channel, rows, output,
              pixels.count, sums + (tap * g.groupInputs + channel) * g.outputs + output, g.outputs,
              min(kernels.tile_rows, g.groupInputs - channel), width)
          }
        }
      }
    }
  }
}
