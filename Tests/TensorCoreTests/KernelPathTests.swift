import Testing

@testable import TensorCore

@Suite("Kernel paths")
struct KernelPathTests {
  @Test(
    "AVX-512 gives the bits of AVX2", .enabled(if: KernelPath.available.contains(.avx512)),
    arguments: [(1, 8), (3, 16), (16, 24), (16, 40), (32, 64)])
  func sameBits(_ channels: (inputs: Int, outputs: Int)) {
    let results = [KernelPath.avx2, .avx512].map { path in
      KernelPath.$override.withValue(path) { products(channels.inputs, channels.outputs) }
    }
    #expect(results[0].count > 4)
    #expect(results[0] == results[1])
  }

  /// Bits of products of odd sizes, and of convolutions by both forms with their gradients.
  private func products(_ inputs: Int, _ outputs: Int) -> [[UInt32]] {
    var random = RandomKey(seed: 5).stream("paths", sample: 0)
    let left = ConvolutionReference.noise([67, 9 * inputs], &random)
    let right = ConvolutionReference.noise([9 * inputs, outputs + 3], &random)
    var results = [left.matrixProduct(right)]
    let images = ConvolutionReference.noise([3, 13, 14, inputs], &random)
    for (size, stride) in [(1, 1), (3, 1), (3, 2)] {
      let weight = ConvolutionReference.noise([size, size, inputs, outputs], &random)
      let (x, w) = (images.variable(), weight.variable())
      let output = x.convolution(w, stride: stride, padding: size / 2)
      let loss = (output * output).sum()
      results += [output] + Tensor.gradients(of: loss, withRespectTo: [x, w])
    }
    return results.map { $0.values.map(\.bitPattern) }
  }
}
