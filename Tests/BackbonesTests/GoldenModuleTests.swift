import TensorCore
import TestSupport
import Testing

@testable import Backbones

@Suite("Modules against PyTorch")
struct GoldenModuleTests {
  @Test(
    "local attention with given drops gives PyTorch's output and gradients",
    arguments: Golden.cases(in: "modules"), KernelPath.available)
  func module(_ golden: GoldenCase, _ path: KernelPath) throws {
    try KernelPath.$override.withValue(path) {
      let file = try golden.load()
      guard file.operation == "local_attention" else {
        Issue.record("\(file.name): unknown op '\(file.operation)'")
        return
      }
      let branches = Int(try file.number("branches"))
      var layout = ParameterLayout()
      let module = LocalAttentionModule(
        LocalAttention(
          branches: branches, reduction: Int(try file.number("reduction")),
          drop: .branch(probability: 0.5, most: 1)),
        "attention", in: &layout, channels: try file.shape("in.x")[1], momentum: 0.1)
      let store = ParameterStore(layout: layout, isTrained: true)
      store.initialize(using: RandomKey(seed: 0))
      let keys = [
        "conv1.weight": "w1", "bn1.weight": "bn1w", "bn1.bias": "bn1b", "conv2.weight": "w2",
        "bn2.weight": "bn2w", "bn2.bias": "bn2b",
      ]
      var found: [(index: Int, key: String)] = []
      for (index, declaration) in layout.declarations.enumerated()
      where declaration.role == .parameter {
        let parts = declaration.name.split(separator: ".")
        let key = try #require(keys[parts.suffix(2).joined(separator: ".")]) + ".\(parts[2])"
        store.load(try file.floats("in." + key), at: index)
        found.append((index, key))
      }
      #expect(found.count == branches * keys.count)

      let x = try imagesNHWC(file, "in.x").variable()
      let keep = Tensor(try file.floats("in.keep"), shape: Shape(try file.shape("in.keep")))
      var interpreter = TensorInterpreter(
        ForwardPass(store: store, phase: .training), keptBranches: keep)
      let y = module.run(FeatureMap(x), in: &interpreter).values
      expectClose(valuesNCHW(y), try file.floats("out.y"), within: 1e-4, "output")

      let loss = (y * (try imagesNHWC(file, "up"))).mean() * Float(y.elementCount)
      loss.backward()
      for (index, key) in found {
        // One-pixel weights have the same numbers in both orders but for their transposition.
        let gradient = try #require(store.gradient(at: index))
        let shape = layout.declarations[index].shape
        var values = gradient.values
        if shape.rank == 4 {
          let (inputs, outputs) = (shape[2], shape[3])
          values = (0..<values.count).map { gradient.values[$0 % inputs * outputs + $0 / inputs] }
        }
        expectClose(values, try file.floats("grad." + key), within: 1e-4, "gradient of \(key)")
      }

      let again = module.run(FeatureMap(x), in: &interpreter).values
      let total = (again * (try imagesNHWC(file, "up"))).mean() * Float(y.elementCount)
      let gradient = Tensor.gradients(of: total, withRespectTo: [x])[0]
      expectClose(valuesNCHW(gradient), try file.floats("grad.x"), within: 1e-4, "gradient of x")
    }
  }

  @Test("there are module cases")
  func casesExist() {
    #expect(!Golden.cases(in: "modules").isEmpty)
  }
}
