import CTensorKernels

/// The result of batch norm in training: the normalized numbers and the statistics of the batch.
public struct BatchNormalizationResult: Sendable {
  /// The normalized, scaled and activated numbers, of the input's shape.
  public let output: Tensor
  /// The mean of every channel, `[channels]`.
  public let mean: Tensor
  /// The variance of every channel, divided by the number of rows, `[channels]`.
  public let variance: Tensor
}

extension Tensor {
  /// Normalizes every channel by the statistics of this batch, then scales, shifts and activates.
  ///
  /// With `mean` and `variance` over all axes but the last,
  ///
  ///     z = (x - mean) / sqrt(variance + epsilon) * scale + shift
  ///     y = z > 0 ? z : activationSlope * z
  ///
  /// Gradients flow to the input, also through the statistics, and to scale and shift. For the way
  /// back only the input is kept; the normalized numbers are computed again.
  ///
  /// Source: Ioffe and Szegedy, "Batch normalization", 2015.
  ///
  /// - Parameters:
  ///   - scale: The factor of every channel, `[channels]`.
  ///   - shift: The summand of every channel, `[channels]`.
  ///   - epsilon: Added to the variance; 1e-5 as PyTorch's default.
  ///   - activationSlope: The slope of the leaky rectifier below zero; 1 is no activation, 0 ReLU.
  /// - Returns: The output and the statistics of the batch, which carry no gradient.
  public func batchNormalized(
    scale: Tensor, shift: Tensor, epsilon: Float = 1e-5, activationSlope: Float = 1
  ) -> BatchNormalizationResult {
    let size = BatchNormalizationSize(self, scale: scale, shift: shift)
    let (mean, variance) = size.moments(of: self)
    let factors = ChannelFactors(
      scale: scale, shift: shift, mean: mean, variance: variance, epsilon: epsilon)
    let output = size.apply(factors, to: self, slope: activationSlope)
    let input = detached()
    let recorded = output.recording([self, scale, shift]) { upstream, wanted in
      let sums = size.gradientSums(
        input: input, upstream: upstream, factors: factors, slope: activationSlope)
      var inputGradient: Tensor?
      if wanted[0] {
        // With a = scale / deviation and the sums S of g and P of g * (x - mean) over m rows,
        // dx = a * (g - S / m - (x - mean) * P / (m * variance')).
        let rows = Float(size.rows)
        var along = [Float](repeating: 0, count: size.channels)
        var constant = along
        for c in along.indices {
          let inverse = factors.inverseDeviation[c]
          along[c] = -factors.scale[c] * inverse * inverse * sums.product[c] / rows
          constant[c] = -factors.scale[c] * sums.sum[c] / rows - along[c] * factors.mean[c]
        }
        inputGradient = size.gradientApply(
          input: input, upstream: upstream, factors: factors, slope: activationSlope,
          along: along, constant: constant)
      }
      return [inputGradient, sums.scaleGradient(factors), Tensor(sums.sum, shape: [size.channels])]
    }
    return BatchNormalizationResult(output: recorded, mean: mean, variance: variance)
  }

  /// Normalizes every channel by given statistics, then scales, shifts and activates.
  ///
  /// The formula is that of ``batchNormalized(scale:shift:epsilon:activationSlope:)`` with constant
  /// mean and variance. Gradients flow to the input, scale and shift.
  ///
  /// - Parameters:
  ///   - scale: The factor of every channel, `[channels]`.
  ///   - shift: The summand of every channel, `[channels]`.
  ///   - mean: The mean of every channel, `[channels]`; a constant.
  ///   - variance: The variance of every channel, `[channels]`; a constant.
  ///   - epsilon: Added to the variance.
  ///   - activationSlope: The slope of the leaky rectifier below zero; 1 is no activation, 0 ReLU.
  /// - Returns: The output, of the input's shape.
  public func batchNormalized(
    scale: Tensor, shift: Tensor, mean: Tensor, variance: Tensor, epsilon: Float = 1e-5,
    activationSlope: Float = 1
  ) -> Tensor {
    let size = BatchNormalizationSize(self, scale: scale, shift: shift)
    check(
      mean.elementCount == size.channels && variance.elementCount == size.channels,
      "batch norm of \(size.channels) channels with statistics \(mean.shape), \(variance.shape)")
    let factors = ChannelFactors(
      scale: scale, shift: shift, mean: mean, variance: variance, epsilon: epsilon)
    let output = size.apply(factors, to: self, slope: activationSlope)
    let input = detached()
    return output.recording([self, scale, shift]) { upstream, wanted in
      var parameterGradients: [Tensor?] = [nil, nil]
      if wanted[1] || wanted[2] {
        let sums = size.gradientSums(
          input: input, upstream: upstream, factors: factors, slope: activationSlope)
        parameterGradients = [
          sums.scaleGradient(factors), Tensor(sums.sum, shape: [size.channels]),
        ]
      }
      guard wanted[0] else { return [nil] + parameterGradients }
      let zeros = [Float](repeating: 0, count: size.channels)
      let inputGradient = size.gradientApply(
        input: input, upstream: upstream, factors: factors, slope: activationSlope, along: zeros,
        constant: zeros)
      return [inputGradient] + parameterGradients
    }
  }
}

/// Batch norm as one factor and one summand a channel.
private struct ChannelFactors: Sendable {
  /// The factor: gamma / deviation.
  let scale: [Float]
  /// The summand: beta - mean * gamma / deviation.
  let shift: [Float]
  let mean: [Float]
  let inverseDeviation: [Float]

  init(scale gamma: Tensor, shift beta: Tensor, mean: Tensor, variance: Tensor, epsilon: Float) {
    self.mean = mean.values
    inverseDeviation = variance.values.map { 1 / ($0 + epsilon).squareRoot() }
    scale = zip(gamma.values, inverseDeviation).map { $0 * $1 }
    shift = zip(beta.values, zip(self.mean, scale)).map { $0 - $1.0 * $1.1 }
  }
}

/// The sums over rows that the gradients of batch norm need, one a channel.
private struct GradientSums: Sendable {
  let sum: [Float]
  let product: [Float]

  func scaleGradient(_ factors: ChannelFactors) -> Tensor {
    Tensor(
      zip(product, factors.inverseDeviation).map { $0 * $1 }, shape: [product.count])
  }
}

/// How a batch norm's rows are cut into chunks: by the size of the problem alone.
private struct BatchNormalizationSize: Sendable {
  let rows: Int
  let channels: Int

  init(_ input: Tensor, scale: Tensor, shift: Tensor) {
    check(input.shape.rank >= 2, "batch norm needs at least two axes, not \(input.shape)")
    channels = input.shape[-1]
    check(
      scale.elementCount == channels && shift.elementCount == channels,
      "batch norm of \(input.shape) with scale \(scale.shape) and shift \(shift.shape)")
    rows = channels == 0 ? 0 : input.elementCount / channels
    check(rows > 0, "batch norm of an empty batch \(input.shape)")
  }

  /// Rows of a chunk: 64 KiB, so that a second look at them finds them in the second-level cache.
  var grain: Int { max(1, 16_384 / channels) }

  var chunkCount: Int { (rows + grain - 1) / grain }

  func rows(of chunk: Int) -> Range<Int> { chunk * grain..<min(rows, (chunk + 1) * grain) }

  /// Mean and variance; chunks are merged in order by Chan's formula, in double precision.
  func moments(of input: Tensor) -> (mean: Tensor, variance: Tensor) {
    let kernels = Kernels.normalization
    let partial = Tensor(uninitialized: [chunkCount, 2, channels])
    Parallel.forEachChunk(chunkCount) { chunk in
      let range = rows(of: chunk)
      let place = partial.pointer + chunk * 2 * channels
      kernels.moments(
        input.pointer + range.lowerBound * channels, range.count, channels, place,
        place + channels)
    }
    let mean = Tensor(uninitialized: [channels])
    let variance = Tensor(uninitialized: [channels])
    for c in 0..<channels {
      var count = 0.0
      var average = 0.0
      var deviation = 0.0
      for chunk in 0..<chunkCount {
        let place = partial.pointer + chunk * 2 * channels + c
        let size = Double(rows(of: chunk).count)
        let difference = Double(place[0]) / size - average
        deviation +=
          Double(place[channels]) + difference * difference * count * size / (count + size)
        average += difference * size / (count + size)
        count += size
      }
      mean.pointer[c] = Float(average)
      variance.pointer[c] = Float(deviation / count)
    }
    return (mean, variance)
  }

  func apply(_ factors: ChannelFactors, to input: Tensor, slope: Float) -> Tensor {
    let kernels = Kernels.normalization
    let output = Tensor(uninitialized: input.shape)
    Parallel.forEachChunk(chunkCount) { chunk in
      let range = rows(of: chunk)
      let start = range.lowerBound * channels
      kernels.apply(
        input.pointer + start, range.count, channels, factors.scale, factors.shift, slope,
        output.pointer + start)
    }
    return output
  }

  func gradientSums(
    input: Tensor, upstream: Tensor, factors: ChannelFactors, slope: Float
  ) -> GradientSums {
    let kernels = Kernels.normalization
    let partial = Tensor(uninitialized: [chunkCount, 2, channels])
    Parallel.forEachChunk(chunkCount) { chunk in
      let range = rows(of: chunk)
      let start = range.lowerBound * channels
      let place = partial.pointer + chunk * 2 * channels
      kernels.gradient_sums(
        input.pointer + start, upstream.pointer + start, range.count, channels, factors.scale,
        factors.shift, slope, factors.mean, place, place + channels)
    }
    var totals = [Double](repeating: 0, count: 2 * channels)
    for chunk in 0..<chunkCount {
      let place = partial.pointer + chunk * 2 * channels
      for index in totals.indices { totals[index] += Double(place[index]) }
    }
    return GradientSums(
      sum: totals[..<channels].map { Float($0) }, product: totals[channels...].map { Float($0) })
  }

  func gradientApply(
    input: Tensor, upstream: Tensor, factors: ChannelFactors, slope: Float, along: [Float],
    constant: [Float]
  ) -> Tensor {
    let kernels = Kernels.normalization
    let result = Tensor(uninitialized: input.shape)
    Parallel.forEachChunk(chunkCount) { chunk in
      let range = rows(of: chunk)
      let start = range.lowerBound * channels
      kernels.gradient_apply(
        input.pointer + start, upstream.pointer + start, range.count, channels, factors.scale,
        factors.shift, slope, along, constant, result.pointer + start)
    }
    return result
  }
}
