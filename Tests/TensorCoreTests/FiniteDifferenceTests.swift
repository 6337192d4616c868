import TensorCore
import TestSupport
import Testing

@Suite("Gradients against finite differences")
struct FiniteDifferenceTests {
  /// Numbers between two bounds, and away from zero if asked, where functions have kinks.
  private func numbers(
    _ shape: Shape, _ low: Float = -2, _ high: Float = 2, seed: Int = 0, apart: Float = 0
  ) -> Tensor {
    var random = RandomKey(seed: 3).stream("numbers", sample: seed)
    return Tensor(
      (0..<shape.elementCount).map { _ in
        let value = random.uniform(low, high)
        return abs(value) < apart ? value + (value < 0 ? -apart : apart) : value
      }, shape: shape)
  }

  @Test(
    "arithmetic, also where shapes are brought to one",
    arguments: [
      ([3, 4], [3, 4]), ([3, 4], [4]), ([3, 1], [1, 4]), ([2, 3, 4], [3, 1]), ([3, 4], []),
      ([1, 5, 1, 2], [3, 1, 4, 1]),
    ] as [(Shape, Shape)], KernelPath.available)
  func arithmetic(shapes: (Shape, Shape), path: KernelPath) {
    let (left, right) = shapes
    KernelPath.$override.withValue(path) {
      let inputs = [numbers(left), numbers(right, 0.5, 2, seed: 1)]
      expectGradientsMatchFiniteDifferences("+", inputs: inputs) { $0[0] + $0[1] }
      expectGradientsMatchFiniteDifferences("-", inputs: inputs) { $0[0] - $0[1] }
      expectGradientsMatchFiniteDifferences("*", inputs: inputs) { $0[0] * $0[1] }
      expectGradientsMatchFiniteDifferences("/", inputs: inputs) { $0[0] / $0[1] }
      let apart = [numbers(left, -3, -1), numbers(right, 1, 3, seed: 1)]
      expectGradientsMatchFiniteDifferences("maximum", inputs: apart) { maximum($0[0], $0[1]) }
      expectGradientsMatchFiniteDifferences("numbers", inputs: inputs) {
        (2 - $0[0] * 3 + 1) / 2 + (1 / $0[1]) - (-$0[0])
      }
    }
  }

  @Test("functions of one number", arguments: KernelPath.available)
  func functions(path: KernelPath) {
    KernelPath.$override.withValue(path) {
      let x = [numbers([5, 7], apart: 0.1)]
      let positive = [numbers([5, 7], 0.3, 3)]
      expectGradientsMatchFiniteDifferences("exp", inputs: x) { $0[0].exp() }
      expectGradientsMatchFiniteDifferences("log", inputs: positive) { $0[0].log() }
      expectGradientsMatchFiniteDifferences("sqrt", inputs: positive) { $0[0].sqrt() }
      expectGradientsMatchFiniteDifferences("abs", inputs: x) { $0[0].abs() }
      expectGradientsMatchFiniteDifferences("sigmoid", inputs: x) { $0[0].sigmoid() }
      expectGradientsMatchFiniteDifferences("tanh", inputs: x) { $0[0].tanh() }
      expectGradientsMatchFiniteDifferences("relu", inputs: x) { $0[0].relu() }
      expectGradientsMatchFiniteDifferences("leaky", inputs: x) { $0[0].leakyReLU(slope: 0.1) }
      expectGradientsMatchFiniteDifferences("gelu", inputs: x) { $0[0].gelu() }
      expectGradientsMatchFiniteDifferences("silu", inputs: x) { $0[0].silu() }
      expectGradientsMatchFiniteDifferences("softplus", inputs: x) { $0[0].softplus() }
      expectGradientsMatchFiniteDifferences("squared", inputs: x) { $0[0].squared() }
    }
  }

  @Test("reductions and changes of shape")
  func reductions() {
    let x = [numbers([3, 4, 5])]
    expectGradientsMatchFiniteDifferences("sum", inputs: x) { $0[0].sum(axes: [0, 2]) }
    expectGradientsMatchFiniteDifferences("mean", inputs: x) {
      $0[0].mean(axes: [1], keepingAxes: true)
    }
    expectGradientsMatchFiniteDifferences("maximum", inputs: x, step: 1e-3) {
      $0[0].maximum(axes: [2])
    }
    expectGradientsMatchFiniteDifferences("reshaped", inputs: x) { $0[0].reshaped([12, 5]) }
    expectGradientsMatchFiniteDifferences("rows", inputs: x) { $0[0].rows(1..<3) }
    expectGradientsMatchFiniteDifferences("gathered", inputs: x) {
      $0[0].gathered(rows: [2, 0, 2])
    }
    expectGradientsMatchFiniteDifferences(
      "concatenated", inputs: x + [numbers([3, 2, 5], seed: 1)]
    ) { Tensor.concatenated($0, along: 1) }
    expectGradientsMatchFiniteDifferences("transposed", inputs: [numbers([3, 4])]) {
      $0[0].transposed()
    }
    expectGradientsMatchFiniteDifferences("broadcast", inputs: [numbers([3, 1])]) {
      $0[0].broadcast(to: [2, 3, 4])
    }
    expectGradientsMatchFiniteDifferences("l2Normalized", inputs: [numbers([4, 6])]) {
      $0[0].l2Normalized(axis: 1)
    }
  }

  @Test("softmax and losses of rows", arguments: KernelPath.available)
  func rows(path: KernelPath) {
    KernelPath.$override.withValue(path) {
      let x = [numbers([4, 7])]
      let targets = numbers([4, 7], seed: 2).softmax()
      let marks = (0..<28).map { $0 % 3 == 0 && $0 >= 7 }
      expectGradientsMatchFiniteDifferences("softmax", inputs: x) { $0[0].softmax() }
      expectGradientsMatchFiniteDifferences("logSoftmax", inputs: x) { $0[0].logSoftmax() }
      expectGradientsMatchFiniteDifferences("crossEntropy", inputs: x) {
        $0[0].crossEntropy(labels: [0, 3, 6, 2], smoothing: 0.1)
      }
      expectGradientsMatchFiniteDifferences("crossEntropy, soft", inputs: x) {
        $0[0].crossEntropy(targets: targets)
      }
      expectGradientsMatchFiniteDifferences("klDivergence", inputs: x) {
        $0[0].klDivergence(from: targets)
      }
      expectGradientsMatchFiniteDifferences("entropy", inputs: x) { $0[0].softmaxEntropy() }
      expectGradientsMatchFiniteDifferences("negativeLearning", inputs: x) {
        $0[0].negativeLearning(complementary: marks)
      }
      expectGradientsMatchFiniteDifferences("fairness", inputs: x, step: 1e-3) {
        $0[0].fairness(
          probabilities: [Float](repeating: 1 / 7, count: 7),
          histogram: [Float](repeating: 1 / 7, count: 7))
      }
      expectGradientsMatchFiniteDifferences(
        "contrast", inputs: [numbers([3, 5]), numbers([3, 5], seed: 1)], step: 1e-3
      ) { Tensor.normalizedTemperatureCrossEntropy($0[0], $0[1], temperature: 0.5) }
    }
  }

  @Test("layer norm and self-attention", arguments: KernelPath.available)
  func transformerParts(path: KernelPath) {
    KernelPath.$override.withValue(path) {
      expectGradientsMatchFiniteDifferences(
        "layer norm", inputs: [numbers([4, 6]), numbers([6], seed: 1), numbers([6], seed: 2)]
      ) { $0[0].layerNormalized(weight: $0[1], bias: $0[2]) }
      // Heads of 8, 9 and 3 numbers: whole vectors, a vector and a rest, a rest.
      for (length, heads, depth) in [(4, 2, 8), (1, 1, 8), (3, 2, 9), (5, 3, 3)] {
        expectGradientsMatchFiniteDifferences(
          "self-attention", inputs: [numbers([2 * length, 3 * heads * depth], -1, 1)]
        ) { $0[0].selfAttention(length: length, heads: heads) }
      }
    }
  }

  @Test("pools, products, convolutions and batch norm", arguments: KernelPath.available)
  func networkParts(path: KernelPath) {
    KernelPath.$override.withValue(path) {
      let images = numbers([2, 6, 5, 3])
      expectGradientsMatchFiniteDifferences("average of all", inputs: [images]) {
        $0[0].globalAveragePool()
      }
      expectGradientsMatchFiniteDifferences("average pool", inputs: [images]) {
        $0[0].averagePool(kernel: 3, stride: 2, padding: 1)
      }
      expectGradientsMatchFiniteDifferences("maximum pool", inputs: [images], step: 1e-4) {
        $0[0].maxPool(kernel: 2, stride: 2)
      }
      expectGradientsMatchFiniteDifferences(
        "linear", inputs: [numbers([3, 5]), numbers([4, 5], seed: 1), numbers([4], seed: 2)]
      ) { $0[0].linear(weight: $0[1], bias: $0[2]) }
      expectGradientsMatchFiniteDifferences(
        "convolution",
        inputs: [images, numbers([3, 3, 3, 4], seed: 1), numbers([4], seed: 2)]
      ) { $0[0].convolution($0[1], bias: $0[2], stride: 2, padding: 1) }
      expectGradientsMatchFiniteDifferences(
        "grouped convolution", inputs: [numbers([2, 5, 5, 4]), numbers([3, 3, 2, 6], seed: 1)]
      ) { $0[0].convolution($0[1], padding: 2, dilation: 2, groups: 2) }
      expectGradientsMatchFiniteDifferences(
        "batch norm",
        inputs: [images, numbers([3], 0.5, 2, seed: 1), numbers([3], 3, 4, seed: 2)]
      ) { $0[0].batchNormalized(scale: $0[1], shift: $0[2], activationSlope: 0.1).output }
      let mean = numbers([3], seed: 3)
      let variance = numbers([3], 0.5, 2, seed: 4)
      expectGradientsMatchFiniteDifferences(
        "batch norm, inference",
        inputs: [images, numbers([3], 0.5, 2, seed: 1), numbers([3], 8, 9, seed: 2)]
      ) {
        $0[0].batchNormalized(
          scale: $0[1], shift: $0[2], mean: mean, variance: variance, activationSlope: 0.1)
      }
    }
  }
}
