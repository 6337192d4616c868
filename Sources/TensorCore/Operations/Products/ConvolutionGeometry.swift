import CTensorKernels

/// The sizes of a convolution, and the windows of its three products.
struct ConvolutionGeometry: Sendable {
  let images: Int
  let height: Int
  let width: Int
  let inputs: Int
  let outputs: Int
  let kernelHeight: Int
  let kernelWidth: Int
  let stride: Int
  let padding: Int
  let dilation: Int
  let groups: Int

  init(
    input: Tensor, weight: Tensor, stride: Int, padding: Int, dilation: Int, groups: Int
  ) {
    check(
      input.shape.rank == 4 && weight.shape.rank == 4,
      "a convolution needs images [N, H, W, C] and weights [h, w, in, out], not \(input.shape) and "
        + "\(weight.shape)")
    check(
      stride > 0 && padding >= 0 && dilation > 0 && groups > 0,
      "convolution: stride \(stride), padding \(padding), dilation \(dilation), groups \(groups)")
    images = input.shape[0]
    height = input.shape[1]
    width = input.shape[2]
    inputs = input.shape[3]
    kernelHeight = weight.shape[0]
    kernelWidth = weight.shape[1]
    outputs = weight.shape[3]
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.groups = groups
    check(
      inputs % groups == 0 && outputs % groups == 0 && weight.shape[2] == inputs / groups,
      "convolution of \(input.shape) with weights \(weight.shape) in \(groups) groups")
    check(
      outputHeight > 0 && outputWidth > 0,
      "convolution of \(input.shape) with weights \(weight.shape): the window does not fit")
  }

  var taps: Int { kernelHeight * kernelWidth }
  /// Channels in, of one group.
  var groupInputs: Int { inputs / groups }
  /// Channels out, of one group.
  var groupOutputs: Int { outputs / groups }
  var outputHeight: Int {
    (height + 2 * padding - dilation * (kernelHeight - 1) - 1) / stride + 1
  }
  var outputWidth: Int { (width + 2 * padding - dilation * (kernelWidth - 1) - 1) / stride + 1 }
  var outputShape: Shape { [images, outputHeight, outputWidth, outputs] }

  /// The windows by which output pixels read the input.
  var forwardWindows: Windows {
    Windows(
      height: height, width: width, channels: inputs, targetHeight: outputHeight,
      targetWidth: outputWidth, stride: stride,
      tapRows: (0..<taps).map { $0 / kernelWidth * dilation - padding },
      tapColumns: (0..<taps).map { $0 % kernelWidth * dilation - padding })
  }

  /// One of the parts of the input's gradient: the pixels that the same taps reach.
  struct Phase: Sendable {
    /// The windows by which the part's pixels read the output's gradient.
    let windows: Windows
    /// The part's first pixel; the next ones are `stride` apart.
    let row: Int
    let column: Int
    /// The taps of the weights that reach the part's pixels.
    let taps: [Int]
  }

  /// The parts of the input's gradient: `stride` squared of them.
  var phases: [Phase] {
    var result: [Phase] = []
    for row in 0..<min(stride, height) {
      for column in 0..<min(stride, width) {
        let reaching = (0..<taps).filter { tap in
          (row + padding - tap / kernelWidth * dilation) % stride == 0
            && (column + padding - tap % kernelWidth * dilation) % stride == 0
        }
        result.append(
          Phase(
            windows: Windows(
              height: outputHeight, width: outputWidth, channels: outputs,
              targetHeight: (height - row + stride - 1) / stride,
              targetWidth: (width - column + stride - 1) / stride, stride: 1,
              tapRows: reaching.map { (row + padding - $0 / kernelWidth * dilation) / stride },
              tapColumns: reaching.map { (column + padding - $0 % kernelWidth * dilation) / stride }
            ), row: row, column: column, taps: reaching))
      }
    }
    return result
  }
}

/// Which pixel of a source each tap of a target pixel reads.
struct Windows: Sendable {
  let height: Int
  let width: Int
  let channels: Int
  let targetHeight: Int
  let targetWidth: Int
  let stride: Int
  let tapRows: [Int]
  let tapColumns: [Int]

  var taps: Int { tapRows.count }

  /// Calls a closure with the form that the kernels read.
  func withKernelForm<Result>(
    source: UnsafePointer<Float>, zeros: UnsafePointer<Float>,
    _ body: (UnsafePointer<stk_windows>) -> Result
  ) -> Result {
    tapRows.withUnsafeBufferPointer { rows in
      tapColumns.withUnsafeBufferPointer { columns in
        var form = stk_windows(
          source: source, height: height, width: width, channels: channels,
          target_height: targetHeight, target_width: targetWidth, stride: stride, taps: taps,
          tap_rows: rows.baseAddress, tap_columns: columns.baseAddress, zeros: zeros)
        return body(&form)
      }
    }
  }
}
