public import TensorCore
public import Testing

/// Expects two arrays to agree within a share of the largest expected magnitude.
public func expectClose(
  _ actual: [Float], _ expected: [Float], within tolerance: Float, _ what: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard actual.count == expected.count else {
    Issue.record(
      "\(what): \(actual.count) values, expected \(expected.count)", sourceLocation: sourceLocation)
    return
  }
  let scale = expected.reduce(Float(0)) { $1.isFinite ? max($0, abs($1)) : $0 }
  var worst: (index: Int, difference: Float)?
  for (index, (a, e)) in zip(actual, expected).enumerated() where a != e {
    if a.isNaN && e.isNaN { continue }
    let difference = abs(a - e)
    if !(difference <= worst?.difference ?? -1) { worst = (index, difference) }
  }
  guard let worst, !(worst.difference <= tolerance * max(scale, 1e-30)) else { return }
  Issue.record(
    """
    \(what): element \(worst.index) is \(actual[worst.index]), expected \
    \(expected[worst.index]); allowed \(tolerance) of \(scale)
    """, sourceLocation: sourceLocation)
}

/// Reads images of a golden case, which keeps `[N, C, H, W]`, as `[N, H, W, C]`.
public func imagesNHWC(_ file: GoldenFile, _ key: String) throws -> Tensor {
  let shape = try file.shape(key)
  let values = try file.floats(key)
  let (n, c, h, w) = (shape[0], shape[1], shape[2], shape[3])
  return Tensor(shape: [n, h, w, c]) { target in
    for image in 0..<n {
      for channel in 0..<c {
        for pixel in 0..<h * w {
          target.initializeElement(
            at: (image * h * w + pixel) * c + channel,
            to: values[(image * c + channel) * h * w + pixel])
        }
      }
    }
  }
}

/// Returns the elements of `[N, H, W, C]` images in the order `[N, C, H, W]`.
public func valuesNCHW(_ images: Tensor) -> [Float] {
  let (n, h, w, c) = (images.shape[0], images.shape[1], images.shape[2], images.shape[3])
  let values = images.values
  var result = [Float](repeating: 0, count: values.count)
  for image in 0..<n {
    for pixel in 0..<h * w {
      for channel in 0..<c {
        result[(image * c + channel) * h * w + pixel] =
          values[(image * h * w + pixel) * c + channel]
      }
    }
  }
  return result
}

/// Returns filters `[out, in, height, width]` as `[height, width, in, out]`.
public func filtersHWIO(_ values: [Float], _ shape: [Int]) -> Tensor {
  let (outputs, inputs, taps) = (shape[0], shape[1], shape[2] * shape[3])
  return Tensor(shape: [shape[2], shape[3], inputs, outputs]) { target in
    for output in 0..<outputs {
      for input in 0..<inputs {
        for tap in 0..<taps {
          target.initializeElement(
            at: (tap * inputs + input) * outputs + output,
            to: values[(output * inputs + input) * taps + tap])
        }
      }
    }
  }
}

/// Returns the elements of filters `[height, width, in, out]` in the order `[out, in, h, w]`.
public func valuesOIHW(_ filters: Tensor) -> [Float] {
  let (inputs, outputs) = (filters.shape[2], filters.shape[3])
  let taps = filters.shape[0] * filters.shape[1]
  let values = filters.values
  var result = [Float](repeating: 0, count: values.count)
  for output in 0..<outputs {
    for input in 0..<inputs {
      for tap in 0..<taps {
        result[(output * inputs + input) * taps + tap] =
          values[(tap * inputs + input) * outputs + output]
      }
    }
  }
  return result
}
