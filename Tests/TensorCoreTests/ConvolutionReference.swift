import TensorCore

/// Convolutions and their gradients by the definition, in double precision.
struct ConvolutionReference {
  /// A convolution's sizes.
  struct Case: Sendable, CustomStringConvertible {
    var images = 1
    var height: Int
    var width: Int
    var inputs: Int
    var outputs: Int
    var kernel: (height: Int, width: Int) = (3, 3)
    var stride = 1
    var padding = 1
    var dilation = 1
    var groups = 1
    var hasBias = false

    var description: String {
      "\(images)x\(height)x\(width)x\(inputs) to \(outputs), \(kernel.height)x\(kernel.width), "
        + "stride \(stride), padding \(padding), dilation \(dilation), groups \(groups)"
    }

    var outputHeight: Int {
      (height + 2 * padding - dilation * (kernel.height - 1) - 1) / stride + 1
    }
    var outputWidth: Int { (width + 2 * padding - dilation * (kernel.width - 1) - 1) / stride + 1 }
  }

  let images: Tensor
  let weight: Tensor
  let bias: Tensor?
  let upstream: Tensor
  let sizes: Case

  /// The output, and the gradients of images and weights under `upstream`.
  private(set) var output: [Double]
  private(set) var imageGradient: [Double]
  private(set) var weightGradient: [Double]

  /// Draws images, weights and upstream gradient from a seed and computes all answers.
  init(_ c: Case, seed: UInt64) {
    sizes = c
    var random = RandomKey(seed: seed).stream("convolution", sample: 0)
    images = Self.noise([c.images, c.height, c.width, c.inputs], &random)
    weight = Self.noise([c.kernel.height, c.kernel.width, c.inputs / c.groups, c.outputs], &random)
    bias = c.hasBias ? Self.noise([c.outputs], &random) : nil
    upstream = Self.noise([c.images, c.outputHeight, c.outputWidth, c.outputs], &random)
    output = [Double](repeating: 0, count: upstream.elementCount)
    imageGradient = [Double](repeating: 0, count: images.elementCount)
    weightGradient = [Double](repeating: 0, count: weight.elementCount)
    compute()
  }

  static func noise(_ shape: Shape, _ random: inout RandomStream) -> Tensor {
    Tensor((0..<shape.elementCount).map { _ in random.uniform(-1, 1) }, shape: shape)
  }

  private mutating func compute() {
    let c = sizes
    let (groupInputs, groupOutputs) = (c.inputs / c.groups, c.outputs / c.groups)
    let x = images.values.map(Double.init)
    let w = weight.values.map(Double.init)
    let u = upstream.values.map(Double.init)
    let offsets = bias?.values
    output.withUnsafeMutableBufferPointer { y in
      imageGradient.withUnsafeMutableBufferPointer { dx in
        weightGradient.withUnsafeMutableBufferPointer { dw in
          for pixel in 0..<c.images * c.outputHeight * c.outputWidth {
            let image = pixel / (c.outputHeight * c.outputWidth)
            let row = pixel / c.outputWidth % c.outputHeight
            let column = pixel % c.outputWidth
            for o in 0..<c.outputs { y[pixel * c.outputs + o] = offsets.map { Double($0[o]) } ?? 0 }
            for tap in 0..<c.kernel.height * c.kernel.width {
              let h = row * c.stride + tap / c.kernel.width * c.dilation - c.padding
              let v = column * c.stride + tap % c.kernel.width * c.dilation - c.padding
              guard 0..<c.height ~= h, 0..<c.width ~= v else { continue }
              let source = ((image * c.height + h) * c.width + v) * c.inputs
              for i in 0..<c.inputs {
                let group = i / groupInputs
                let slice = (tap * groupInputs + i % groupInputs) * c.outputs
                let value = x[source + i]
                var gradient = 0.0
                for o in group * groupOutputs..<(group + 1) * groupOutputs {
                  y[pixel * c.outputs + o] += value * w[slice + o]
                  dw[slice + o] += value * u[pixel * c.outputs + o]
                  gradient += w[slice + o] * u[pixel * c.outputs + o]
                }
                dx[source + i] += gradient
              }
            }
          }
        }
      }
    }
  }

  /// Computes output and gradients by the operation under test.
  func run() -> (output: Tensor, imageGradient: Tensor, weightGradient: Tensor) {
    let x = images.variable()
    let w = weight.variable()
    let y = x.convolution(
      w, bias: bias, stride: sizes.stride, padding: sizes.padding, dilation: sizes.dilation,
      groups: sizes.groups)
    let gradients = Tensor.gradients(of: (y * upstream).sum(), withRespectTo: [x, w])
    return (y.detached(), gradients[0], gradients[1])
  }

  /// The largest difference, as a share of the largest expected magnitude.
  static func error(_ actual: Tensor, _ expected: [Double]) -> Double {
    var scale = 1e-30
    var worst = 0.0
    for (value, answer) in zip(actual.values, expected) {
      scale = max(scale, abs(answer))
      worst = max(worst, abs(Double(value) - answer))
      if value.isNaN { return .infinity }
    }
    return actual.elementCount == expected.count ? worst / scale : .infinity
  }
}
