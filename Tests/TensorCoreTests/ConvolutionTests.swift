import TensorCore
import Testing

@Suite("Convolutions")
struct ConvolutionTests {
  typealias Case = ConvolutionReference.Case

  static let cases: [Case] = [
    Case(height: 1, width: 1, inputs: 1, outputs: 1),
    Case(height: 1, width: 1, inputs: 7, outputs: 33),
    Case(images: 16, height: 2, width: 2, inputs: 256, outputs: 264),
    Case(height: 7, width: 7, inputs: 33, outputs: 17),
    Case(images: 9, height: 7, width: 7, inputs: 16, outputs: 16, hasBias: true),
    Case(images: 2, height: 9, width: 11, inputs: 5, outputs: 33, padding: 0),
    Case(images: 2, height: 8, width: 8, inputs: 5, outputs: 6, padding: 2),
    Case(images: 2, height: 9, width: 8, inputs: 8, outputs: 16, stride: 2),
    Case(images: 3, height: 10, width: 7, inputs: 3, outputs: 20, stride: 2, padding: 0),
    Case(images: 2, height: 11, width: 11, inputs: 4, outputs: 9, stride: 3, padding: 2),
    Case(images: 2, height: 8, width: 9, inputs: 20, outputs: 40, kernel: (1, 1), padding: 0),
    Case(
      images: 2, height: 8, width: 9, inputs: 12, outputs: 24, kernel: (1, 1), stride: 2,
      padding: 0),
    Case(
      images: 1, height: 5, width: 5, inputs: 4, outputs: 4, kernel: (1, 1), stride: 3, padding: 1),
    Case(
      images: 1, height: 20, width: 18, inputs: 3, outputs: 8, kernel: (7, 7), stride: 2,
      padding: 3, hasBias: true),
    Case(images: 1, height: 9, width: 9, inputs: 6, outputs: 5, padding: 2, dilation: 2),
    Case(
      images: 1, height: 12, width: 9, inputs: 6, outputs: 5, stride: 2, padding: 1, dilation: 2),
    Case(images: 1, height: 9, width: 6, inputs: 4, outputs: 6, kernel: (3, 5), padding: 2),
    Case(images: 1, height: 4, width: 9, inputs: 3, outputs: 4, kernel: (1, 4), padding: 3),
    Case(images: 2, height: 6, width: 6, inputs: 12, outputs: 18, groups: 3, hasBias: true),
    Case(images: 2, height: 7, width: 6, inputs: 4, outputs: 8, stride: 2, groups: 4),
    Case(images: 2, height: 7, width: 7, inputs: 13, outputs: 13, groups: 13, hasBias: true),
    Case(images: 9, height: 7, width: 6, inputs: 16, outputs: 16, stride: 2, groups: 16),
    Case(images: 1, height: 4, width: 4, inputs: 400, outputs: 20),
  ]

  /// Rounding of single precision: sums of up to a few thousand terms.
  private static let tolerance = 4e-6

  @Test(
    "output and gradients are those of double precision, on every kernel path", arguments: cases)
  func doublePrecision(_ sizes: Case) {
    let reference = ConvolutionReference(sizes, seed: 7)
    for path in KernelPath.available {
      KernelPath.$override.withValue(path) {
        let (y, dx, dw) = reference.run()
        #expect(ConvolutionReference.error(y, reference.output) < Self.tolerance, "\(path)")
        #expect(ConvolutionReference.error(dx, reference.imageGradient) < Self.tolerance, "\(path)")
        #expect(
          ConvolutionReference.error(dw, reference.weightGradient) < Self.tolerance, "\(path)")
      }
    }
  }

  @Test(
    "one, two and three threads give the same bits",
    arguments: [
      Case(images: 16, height: 16, width: 16, inputs: 16, outputs: 32),
      Case(images: 8, height: 12, width: 12, inputs: 16, outputs: 24, dilation: 2),
      Case(images: 9, height: 15, width: 14, inputs: 24, outputs: 24, stride: 2),
      Case(images: 16, height: 12, width: 12, inputs: 24, outputs: 24, groups: 24),
    ])
  func threads(_ sizes: Case) {
    let reference = ConvolutionReference(sizes, seed: 3)
    let before = Parallel.threadCount
    defer { Parallel.threadCount = before }
    var answers: [[[UInt32]]] = []
    for count in 1...3 {
      Parallel.threadCount = count
      let (y, dx, dw) = reference.run()
      answers.append([y, dx, dw].map { $0.values.map(\.bitPattern) })
    }
    #expect(answers[0] == answers[1])
    #expect(answers[0] == answers[2])
    #expect(
      ConvolutionReference.error(reference.run().weightGradient, reference.weightGradient)
        < Self.tolerance)
  }

  @Test("no images give an empty output and a weight gradient of zeros")
  func empty() {
    let x = Tensor.zeros([0, 5, 5, 3]).variable()
    let w = Tensor.ones([3, 3, 3, 4]).variable()
    let y = x.convolution(w, padding: 1)
    #expect(y.shape == [0, 5, 5, 4])
    let gradients = Tensor.gradients(of: y.sum(), withRespectTo: [x, w])
    #expect(gradients[0].shape == [0, 5, 5, 3])
    #expect(gradients[1].values == [Float](repeating: 0, count: 108))
  }

  @Test("a number that is not a number spreads only to the pixels that see it")
  func notANumber() {
    var values = [Float](repeating: 1, count: 8 * 8 * 2)
    values[0] = .nan
    let y = Tensor(values, shape: [1, 8, 8, 2]).convolution(.ones([3, 3, 2, 3]), padding: 1)
    let broken = y.values.indices.filter { y.values[$0].isNaN }
    #expect(broken == [0, 1, 2, 3, 4, 5, 24, 25, 26, 27, 28, 29])
  }
}
