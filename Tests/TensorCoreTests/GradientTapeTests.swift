import TensorCore
import TestSupport
import Testing

@Suite("The tape")
struct GradientTapeTests {
  @Test("a variable that is used twice gets the sum of both gradients")
  func sharedInput() {
    let x = Tensor([1, 2, 3], shape: [3]).variable()
    let y = (x * x + x * 2).mean()
    let gradient = Tensor.gradients(of: y, withRespectTo: [x])[0]
    let expected: [Float] = [4, 6, 8].map { $0 / 3 }
    expectClose(gradient.values, expected, within: 1e-6)
  }

  @Test("nothing is recorded from constants or without gradients")
  func records() {
    let x = Tensor([1, 2], shape: [2])
    #expect(!(x * x).needsGradient)
    let v = x.variable()
    #expect((v * x).needsGradient)
    #expect(!(v.detached() * x).needsGradient)
    #expect(!withoutGradients { v * x }.needsGradient)
  }

  @Test("a variable that the number does not depend on has a gradient of zeros")
  func independent() {
    let x = Tensor([1, 2], shape: [2]).variable()
    let other = Tensor([5], shape: [1]).variable()
    let gradients = Tensor.gradients(of: (x * x).mean(), withRespectTo: [other, x])
    #expect(gradients[0].values == [0])
    #expect(gradients[1].values == [1, 2])
  }

  @Test("gradients with respect to variables leave the parameters' gradients alone")
  func parametersAreLeftAlone() {
    var layout = ParameterLayout()
    let id = layout.declare("w", shape: [2], initializer: .constant(3))
    let store = ParameterStore(layout: layout, isTrained: true)
    store.initialize(using: RandomKey(seed: 0))
    let x = Tensor([1, 2], shape: [2]).variable()
    let gradient = Tensor.gradients(of: (x * store.tensor(id)).mean(), withRespectTo: [x])[0]
    #expect(gradient.values == [1.5, 1.5])
    #expect(store.gradient(at: 0)?.values == [0, 0])
    (x * store.tensor(id)).mean().backward()
    #expect(store.gradient(at: 0)?.values == [0.5, 1])
    (x * store.tensor(id)).mean().backward()
    #expect(store.gradient(at: 0)?.values == [1, 2])
    store.clearGradients()
    #expect(store.gradient(at: 0)?.values == [0, 0])
  }

  @Test("differentiating the same computation twice stops with a message")
  func usedUp() async {
    await #expect(processExitsWith: .failure) {
      let x = Tensor([1, 2], shape: [2]).variable()
      let y = (x * x).mean()
      y.backward()
      y.backward()
    }
  }

  @Test("slices of one tensor give back the sum of their gradients")
  func slices() {
    let x = Tensor((0..<6).map { Float($0) }, shape: [3, 2]).variable()
    let y = (x.rows(0..<2) * x.rows(1..<3)).mean() * 4
    let gradient = Tensor.gradients(of: y, withRespectTo: [x])[0]
    #expect(gradient.values == [2, 3, 4, 6, 2, 3])
  }
}
