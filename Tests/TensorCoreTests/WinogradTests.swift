import Testing

@testable import TensorCore

@Suite("Winograd's minimal filtering")
struct WinogradTests {
  typealias Case = ConvolutionReference.Case

  static let cases: [Case] = [
    Case(height: 1, width: 1, inputs: 8, outputs: 8),
    Case(height: 4, width: 4, inputs: 8, outputs: 16),
    Case(images: 3, height: 7, width: 7, inputs: 16, outputs: 24),
    Case(images: 9, height: 5, width: 6, inputs: 8, outputs: 8),
    Case(images: 2, height: 9, width: 13, inputs: 24, outputs: 8, padding: 0),
    Case(images: 2, height: 6, width: 6, inputs: 8, outputs: 8, padding: 0),
    Case(images: 1, height: 6, width: 5, inputs: 8, outputs: 40, padding: 2),
    Case(images: 17, height: 8, width: 8, inputs: 16, outputs: 16, hasBias: true),
    Case(images: 1, height: 33, width: 32, inputs: 8, outputs: 8),
    Case(images: 1, height: 36, width: 20, inputs: 24, outputs: 40),
    Case(images: 1, height: 8, width: 8, inputs: 128, outputs: 32),
  ]

  /// The errors that ``WinogradRules`` states, as shares of the largest magnitude.
  private static let productError = 2e-5
  private static let weightGradientError = 4e-6

  @Test("all three products are those of double precision, on every kernel path", arguments: cases)
  func doublePrecision(_ sizes: Case) {
    let reference = ConvolutionReference(sizes, seed: 11)
    let geometry = ConvolutionGeometry(
      input: reference.images.shape, weight: reference.weight.shape, stride: 1,
      padding: sizes.padding, dilation: 1, groups: 1)
    let forward = Correlation(outputOf: geometry)
    let backward = Correlation(inputGradientOf: geometry)
    #expect(WinogradRules.fit(forward) && WinogradRules.fit(backward))
    for path in KernelPath.available {
      KernelPath.$override.withValue(path) {
        let output = Tensor(uninitialized: geometry.outputShape)
        WinogradCorrelation(forward).run(
          source: reference.images, weight: reference.weight, bias: reference.bias, into: output)
        #expect(ConvolutionReference.error(output, reference.output) < Self.productError)
        let imageGradient = Tensor(uninitialized: geometry.inputShape)
        WinogradCorrelation(backward).run(
          source: reference.upstream, weight: reference.weight, bias: nil, into: imageGradient)
        #expect(
          ConvolutionReference.error(imageGradient, reference.imageGradient) < Self.productError)
        let weightGradient = Tensor(uninitialized: geometry.weightShape)
        WinogradWeightGradient(forward).run(
          images: reference.images, upstream: reference.upstream, into: weightGradient)
        #expect(
          ConvolutionReference.error(weightGradient, reference.weightGradient)
            < Self.weightGradientError)
      }
    }
  }

  @Test("steps, gaps, groups, other windows and odd channels are left to the direct form")
  func rules() {
    func serves(_ c: Case) -> Bool {
      WinogradRules.serve(
        Correlation(
          outputOf: ConvolutionGeometry(
            input: [c.images, c.height, c.width, c.inputs],
            weight: [c.kernel.height, c.kernel.width, c.inputs / c.groups, c.outputs],
            stride: c.stride, padding: c.padding, dilation: c.dilation, groups: c.groups)),
        .product)
    }
    let plain = Case(height: 16, width: 16, inputs: 32, outputs: 32)
    #expect(serves(plain))
    var other = plain
    other.stride = 2
    #expect(!serves(other))
    other = plain
    other.dilation = 2
    #expect(!serves(other))
    other = plain
    other.groups = 2
    #expect(!serves(other))
    other = plain
    other.kernel = (1, 9)
    other.padding = 4
    #expect(!serves(other))
    other = plain
    other.inputs = 33
    #expect(!serves(other))
  }
}
