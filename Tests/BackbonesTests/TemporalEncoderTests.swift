import Foundation
import TensorCore
import TestSupport
import Testing

@testable import Backbones

@Suite("Temporal encoder")
struct TemporalEncoderTests {
  private func windows(_ shape: Shape, seed: UInt64 = 5) -> Tensor {
    var random = RandomKey(seed: seed).stream("windows")
    return Tensor((0..<shape.elementCount).map { _ in random.uniform(-2, 2) }, shape: shape)
  }

  private func store(_ encoder: TemporalEncoder) -> ParameterStore {
    let store = ParameterStore(layout: encoder.layout, isTrained: true)
    store.initialize(using: RandomKey(seed: 3))
    return store
  }

  @Test(
    "with PyTorch's weights it gives the outputs, the loss and every gradient of PyTorch's encoder",
    arguments: try ReferenceVectors.names("temporal_"), KernelPath.available)
  func golden(name: String, path: KernelPath) throws {
    try KernelPath.$override.withValue(path) {
      let file = try ReferenceVectors.load(name)
      let shape = try file.shape("in.x")
      let encoder = TemporalEncoder(
        classCount: try file.shape("out.y")[1], frameFeatureCount: shape[2],
        width: Int(try file.number("width")), depth: Int(try file.number("depth")),
        heads: Int(try file.number("heads")), feedForward: Int(try file.number("hidden")),
        dropProbability: 0)
      let names: [String] = try file.json("state_dict", as: [String].self)
      #expect(encoder.layout.declarations.map(\.name) == names)
      let store = ParameterStore(layout: encoder.layout, isTrained: true)
      for (index, name) in names.enumerated() {
        store.load(try file.floats("in.\(name)"), at: index)
      }

      let pass = ForwardPass(store: store, phase: .training)
      let input = try file.tensor("in.x").variable()
      let output = encoder(input, in: pass)
      expectClose(output.logits.values, try file.floats("out.y"), within: 2e-5, "logits")
      expectClose(
        encoder.frameLogits(input, in: pass).values, try file.floats("out.frames"), within: 2e-5,
        "logits of all frames")
      let loss = output.logits.crossEntropy(labels: try file.integers("in.labels")).mean()
      expectClose([loss.scalar], try file.floats("out.loss"), within: 2e-5, "loss")
      let slopes = Tensor.gradients(of: loss, withRespectTo: [input])
      expectClose(slopes[0].values, try file.floats("grad.x"), within: 2e-5, "gradient of windows")
      encoder(input.detached(), in: pass).logits
        .crossEntropy(labels: try file.integers("in.labels")).mean().backward()
      for (index, name) in names.enumerated() {
        let gradient = try #require(store.gradient(at: index))
        expectClose(
          gradient.values, try file.floats("grad.\(name)"), within: 2e-5, "gradient of \(name)")
      }
    }
  }

  @Test("there are reference vectors")
  func vectorsExist() throws {
    #expect(try ReferenceVectors.names("temporal_").count == 2)
  }

  @Test("a frame's scores depend on its neighbours and on their order, and on no other window")
  func dependence() {
    let encoder = TemporalEncoder(classCount: 3, frameFeatureCount: 6, width: 8, heads: 2)
    let pass = ForwardPass(store: store(encoder), phase: .inference)
    let both = windows([2, 5, 6, 1])
    let logits = encoder(both, in: pass).logits
    let alone = encoder(both.rows(0..<1), in: pass).logits
    expectClose(Array(logits.values[0..<3]), alone.values, within: 1e-6, "a window alone")
    let frames = both.reshaped([10, 6])
    func changed(_ places: [Int]) -> [Float] {
      encoder(frames.gathered(rows: places).reshaped([1, 5, 6, 1]), in: pass).logits.values
    }
    #expect(changed([0, 1, 2, 3, 4]) == alone.values)
    #expect(changed([9, 1, 2, 3, 4]) != alone.values, "a neighbour's features count")
    #expect(changed([1, 0, 2, 3, 4]) != alone.values, "a neighbour's place counts")
  }

  @Test("windows of any length pass, and the middle frame is what is judged", arguments: 1..<8)
  func middle(length: Int) {
    let encoder = TemporalEncoder(classCount: 3, frameFeatureCount: 6, width: 8, heads: 2)
    let pass = ForwardPass(store: store(encoder), phase: .inference)
    let window = windows([2, length, 6, 1])
    let all = encoder.frameLogits(window, in: pass).values
    let output = encoder(window, in: pass)
    #expect(output.features.shape == [2, 8])
    for item in 0..<2 {
      let start = (item * length + length / 2) * 3
      expectClose(
        Array(output.logits.values[item * 3..<item * 3 + 3]), Array(all[start..<start + 3]),
        within: 1e-6, "the middle frame")
    }
  }

  @Test("dropping changes training, each pass anew, and leaves inference alone")
  func dropping() {
    func logits(_ probability: Float, _ phase: Phase, number: Int = 0) -> [Float] {
      let encoder = TemporalEncoder(
        classCount: 3, frameFeatureCount: 6, width: 8, heads: 2, dropProbability: probability)
      let pass = ForwardPass(
        store: store(encoder), phase: phase, key: RandomKey(seed: 1), number: number)
      return encoder(windows([4, 5, 6, 1]), in: pass).logits.values
    }
    #expect(logits(0.5, .training) != logits(0, .training))
    #expect(logits(0.5, .training) == logits(0.5, .training))
    #expect(logits(0.5, .training) != logits(0.5, .training, number: 1))
    #expect(logits(0.5, .inference) == logits(0, .inference))
  }

  @Test("places differ by the sines and cosines of the paper")
  func code() {
    let code = TemporalEncoder.code(length: 3, width: 5).values
    expectClose(Array(code[0..<5]), [0, 1, 0, 1, 0], within: 0, "place 0")
    let rate = pow(10_000, -2.0 / 5)
    expectClose(
      Array(code[10..<14]), [sin(2.0), cos(2.0), sin(2 * rate), cos(2 * rate)].map { Float($0) },
      within: 1e-6, "place 2")
  }
}
