import Testing

@testable import TensorCore

@Suite("Convolutions of normalized images")
struct NormalizedConvolutionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var images = 3
    var side: Int
    var inputs: Int
    var outputs: Int
    var kernel = 3
    var stride = 1
    var hasResidual = false
    var usesBatch = true
    var slope: Float = 0.1

    var testDescription: String {
      "\(images)x\(side)x\(side)x\(inputs) to \(outputs), \(kernel)x\(kernel) by \(stride), "
        + "residual \(hasResidual), batch \(usesBatch), slope \(slope)"
    }
  }

  static let cases: [Case] = [
    Case(side: 8, inputs: 3, outputs: 5),
    Case(side: 9, inputs: 8, outputs: 16, stride: 2, hasResidual: true),
    Case(images: 9, side: 16, inputs: 32, outputs: 32, hasResidual: true),
    Case(side: 12, inputs: 16, outputs: 40, usesBatch: false),
    Case(side: 7, inputs: 12, outputs: 8, kernel: 1, hasResidual: true),
    Case(side: 8, inputs: 8, outputs: 8, kernel: 1, stride: 2, slope: 0),
    Case(images: 1, side: 33, inputs: 24, outputs: 24, slope: 1),
  ]

  private func numbers(_ shape: Shape, _ name: String) -> Tensor {
    var random = RandomKey(seed: 9).stream(RandomPurpose(name))
    return Tensor((0..<shape.elementCount).map { _ in random.uniform(-1, 1) }, shape: shape)
  }

  @Test("results, moments and gradients are those of the operations one by one", arguments: cases)
  func composition(_ c: Case) {
    let images = numbers([c.images, c.side, c.side, c.inputs], "images")
    let weight = numbers([c.kernel, c.kernel, c.inputs, c.outputs], "weight")
    let scale = numbers([c.inputs], "scale") + 1.5
    let shift = numbers([c.inputs], "shift")
    let side = (c.side + 2 * (c.kernel / 2) - c.kernel) / c.stride + 1
    let residual = numbers([c.images, side, side, c.outputs], "residual")
    let given = ChannelMoments(
      mean: numbers([c.inputs], "mean"), variance: numbers([c.inputs], "variance") + 1.5)
    let factors = numbers([c.images, side, side, c.outputs], "factors")

    func run(fused: Bool) -> (output: Tensor, moments: ChannelMoments?, gradients: [Tensor]) {
      let x = images.variable()
      let variables = [
        x, weight.variable(), scale.variable(), shift.variable(), residual.variable(),
      ]
      let normalization = ChannelNormalization(
        scale: variables[2], shift: variables[3],
        moments: c.usesBatch ? x.channelMoments() : given, usesBatch: c.usesBatch,
        activationSlope: c.slope)
      let added = c.hasResidual ? variables[4] : nil
      let output: Tensor
      var moments: ChannelMoments?
      if fused {
        let result = x.convolution(
          variables[1], normalizing: normalization, adding: added, stride: c.stride,
          padding: c.kernel / 2, measuresOutput: true)
        (output, moments) = (result.tensor, result.moments)
      } else {
        let plain = x.normalized(by: normalization).convolution(
          variables[1], stride: c.stride, padding: c.kernel / 2)
        output = added.map { plain + $0 } ?? plain
        moments = output.channelMoments()
      }
      // The images are also read directly, so that their gradient is a sum.
      let loss = (output * factors).sum() + (x * images).sum()
      return (output, moments, Tensor.gradients(of: loss, withRespectTo: variables))
    }

    for path in KernelPath.available {
      KernelPath.$override.withValue(path) {
        let (fused, plain) = (run(fused: true), run(fused: false))
        #expect(
          ConvolutionReference.error(fused.output, plain.output.values.map(Double.init)) < 1e-5)
        for (ours, theirs) in zip(fused.gradients, plain.gradients) {
          #expect(ConvolutionReference.error(ours, theirs.values.map(Double.init)) < 2e-5)
        }
        for place in [\ChannelMoments.mean, \.variance] {
          let theirs = plain.moments?[keyPath: place].values.map(Double.init) ?? []
          #expect(
            fused.moments.map { ConvolutionReference.error($0[keyPath: place], theirs) } ?? 1 < 1e-5
          )
        }
      }
    }
  }

  @Test("one, two and three threads give the same bits")
  func threads() {
    let c = Self.cases[2]
    let images = numbers([c.images, c.side, c.side, c.inputs], "images")
    let weight = numbers([3, 3, c.inputs, c.outputs], "weight")
    let before = Parallel.threadCount
    defer { Parallel.threadCount = before }
    let results = (1...3).map { threads -> [[Float]] in
      Parallel.threadCount = threads
      let x = images.variable()
      let normalization = ChannelNormalization(
        scale: .ones([c.inputs]), shift: .zeros([c.inputs]), moments: x.channelMoments(),
        usesBatch: true, activationSlope: 0.1)
      let result = x.convolution(
        weight, normalizing: normalization, adding: x, padding: 1, measuresOutput: true)
      let gradient = Tensor.gradients(of: result.tensor.sum(), withRespectTo: [x])[0]
      return [result.tensor.values, result.moments?.variance.values ?? [], gradient.values]
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }

  @Test("a profile counts operations and their time, and only while it records")
  func profile() {
    let a = numbers([64, 64], "a")
    let profile = OperationProfile()
    _ = a.matrixProduct(a)
    profile.record { _ = a.matrixProduct(a).matrixProduct(a) }
    _ = a.matrixProduct(a)
    #expect(profile.parts.map(\.name) == ["matrix product"])
    #expect(profile.parts.map(\.calls) == [2])
    #expect(profile.parts[0].seconds > 0 && profile.parts[0].seconds <= profile.totalSeconds)
  }
}
