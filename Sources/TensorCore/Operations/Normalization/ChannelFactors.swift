import CTensorKernels

/// A normalization as one factor and one summand a channel.
struct ChannelFactors: Sendable {
  /// The factor: gamma / deviation.
  let scale: Tensor
  /// The summand: beta - mean * gamma / deviation.
  let shift: Tensor
  let slope: Float
  private let mean: Tensor
  private let inverseDeviation: Tensor
  private let usesBatch: Bool
  private let kernels = Kernels.normalization

  /// Creates the factors of a normalization of a tensor with so many channels.
  init(_ normalization: ChannelNormalization, channels: Int) {
    let n = normalization
    mean = n.moments.mean
    check(
      mean.elementCount == channels,
      "batch norm of \(channels) channels with moments of \(mean.elementCount)")
    slope = n.activationSlope
    usesBatch = n.usesBatch
    scale = Tensor(uninitialized: [channels])
    shift = Tensor(uninitialized: [channels])
    inverseDeviation = Tensor(uninitialized: [channels])
    for c in 0..<channels {
      let inverse = 1 / (n.moments.variance.pointer[c] + n.epsilon).squareRoot()
      inverseDeviation.pointer[c] = inverse
      scale.pointer[c] = n.scale.pointer[c] * inverse
      shift.pointer[c] = n.shift.pointer[c] - mean.pointer[c] * scale.pointer[c]
    }
  }

  private var channels: Int { scale.elementCount }

  /// Normalizes and activates some rows.
  func apply(to input: Tensor, rows: Range<Int>, into output: Tensor) {
    let start = rows.lowerBound * channels
    kernels.apply(
      input.pointer + start, rows.count, channels, scale.pointer, shift.pointer, slope,
      output.pointer + start)
  }

  /// Adds up, over some rows, what the gradients need.
  func addGradientSums(
    _ rows: Range<Int>, input: Tensor, upstream: Tensor, into sums: UnsafeMutablePointer<Float>
  ) {
    let start = rows.lowerBound * channels
    kernels.gradient_sums(
      input.pointer + start, upstream.pointer + start, rows.count, channels, scale.pointer,
      shift.pointer, slope, mean.pointer, sums, sums + channels)
  }

  /// Returns the gradients of the input, gamma and beta.
  ///
  /// With a = gamma / deviation and, over m rows, the sums S of g and P of g * (x - mean), dx = a *
  /// (g - S / m - (x - mean) * P / (m * variance')) where the moments are the batch's, else dx = a
  /// * g.
  ///
  /// - Parameters:
  ///   - input: The numbers before the normalization.
  ///   - upstream: The gradient of the activated numbers.
  ///   - sums: The sums over rows.
  ///   - wanted: Which of the gradients are needed.
  ///   - rows: The rows, in chunks.
  ///   - present: A gradient of the input that the new one is added to, or nil.
  ///   - result: Where the input's gradient goes; may be `upstream`.
  /// - Returns: The gradients of the input, gamma and beta; nil where they are not wanted.
  func gradients(
    input: Tensor, upstream: Tensor, sums: (sum: Tensor, product: Tensor), wanted: [Bool],
    rows: ChannelRows, present: Tensor?, into result: Tensor
  ) -> [Tensor?] {
    var gradients: [Tensor?] = [nil, nil, sums.sum]
    if wanted[1] {
      let scaleGradient = Tensor(uninitialized: [channels])
      for c in 0..<channels {
        scaleGradient.pointer[c] = sums.product.pointer[c] * inverseDeviation.pointer[c]
      }
      gradients[1] = scaleGradient
    }
    guard wanted[0] else { return gradients }
    let along = Tensor.zeros([channels])
    let constant = Tensor.zeros([channels])
    if usesBatch {
      let count = Float(rows.count)
      for c in 0..<channels {
        let inverse = inverseDeviation.pointer[c]
        let factor = scale.pointer[c]
        along.pointer[c] = -factor * inverse * inverse * sums.product.pointer[c] / count
        constant.pointer[c] =
          -factor * sums.sum.pointer[c] / count - along.pointer[c] * mean.pointer[c]
      }
    }
    OperationProfile.measure("batch norm, input gradient") {
      Parallel.forEachChunk(rows.chunks.count) { chunk in
        let start = rows.chunks[chunk].lowerBound * channels
        kernels.gradient_apply(
          input.pointer + start, upstream.pointer + start, rows.chunks[chunk].count, channels,
          scale.pointer, shift.pointer, slope, along.pointer, constant.pointer,
          present.map { UnsafePointer($0.pointer + start) }, result.pointer + start)
      }
    }
    gradients[0] = result
    return gradients
  }
}
