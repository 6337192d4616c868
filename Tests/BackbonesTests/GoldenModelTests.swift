import Backbones
import TensorCore
import TestSupport
import Testing

@Suite("Networks against PyTorch")
struct GoldenModelTests {
  @Test(
    "a network filled by formula gives PyTorch's outputs, loss and gradient sums",
    arguments: Golden.cases(in: "models"), KernelPath.available)
  func model(_ golden: GoldenCase, _ path: KernelPath) throws {
    try KernelPath.$override.withValue(path) {
      let file = try golden.load()
      let backbone = try #require(try makeBackbone(file))
      let store = ParameterStore(layout: backbone.layout, isTrained: true)
      let names: [String] = try file.json("state_dict", as: [String].self)
      #expect(backbone.layout.declarations.map(\.name) == names)
      fill(store)

      let images = try imagesNHWC(file, "in.x")
      let evaluated = backbone(images, in: ForwardPass(store: store, phase: .inference))
      expectClose(evaluated.logits.values, try file.floats("out.eval"), within: 1e-3, "inference")

      let trained = backbone(images, in: ForwardPass(store: store, phase: .training))
      if file.has("out.train") {
        expectClose(trained.logits.values, try file.floats("out.train"), within: 1e-3, "training")
      }
      let loss = trained.logits.crossEntropy(labels: try file.integers("in.labels")).mean()
      let expectedLoss = try file.floats("out.loss")[0]
      #expect(abs(loss.scalar - expectedLoss) <= 1e-3 * max(1, abs(expectedLoss)))
      loss.backward()

      let sums = try #require(file.file.entries["out.grad_sum"]?.doubleValues)
      let absolutes = try #require(file.file.entries["out.grad_abs"]?.doubleValues)
      let tolerance = golden.name.contains("wrn_10_1") ? 5e-3 : 5e-2
      var place = 0
      for (index, declaration) in backbone.layout.declarations.enumerated()
      where declaration.role == .parameter {
        let gradient = try #require(store.gradient(at: index))
        let sum = gradient.values.reduce(0.0) { $0 + Double($1) }
        let absolute = gradient.values.reduce(0.0) { $0 + Double(abs($1)) }
        #expect(
          abs(sum - sums[place]) <= tolerance * absolutes[place],
          "\(declaration.name): sum \(sum), expected \(sums[place]) of \(absolutes[place])")
        #expect(
          abs(absolute - absolutes[place]) <= tolerance * absolutes[place],
          "\(declaration.name): absolute sum \(absolute), expected \(absolutes[place])")
        place += 1
      }
      #expect(place == sums.count)
    }
  }

  @Test("there are model cases")
  func casesExist() {
    #expect(!Golden.cases(in: "models").isEmpty)
  }

  private func makeBackbone(_ file: GoldenFile) throws -> (any Backbone)? {
    let channels = try file.shape("in.x")[1]
    let classes = try file.shape("out.eval")[1]
    switch file.operation {
    case "wide_resnet":
      return WideResNet(
        depth: Int(try file.number("depth")), widen: Int(try file.number("widen")),
        classCount: classes, inputChannels: channels)
    case "resnet18": return ResNet18(classCount: classes, inputChannels: channels)
    default:
      Issue.record("\(file.name): unknown op '\(file.operation)'")
      return nil
    }
  }

  /// The golden folder's formula for weights.
  private func fill(_ store: ParameterStore) {
    for (index, declaration) in store.layout.declarations.enumerated() {
      if declaration.role == .counter { continue }
      let shape = declaration.exportedShape
      let name = declaration.name
      let values = (0..<shape.elementCount).map { element -> Float in
        let z = RandomKey.mix(UInt64(index) << 32 &+ UInt64(element)) >> 40
        let u = Double(z) / 8_388_608 - 1
        if name.hasSuffix("running_var") { return Float(1 + 0.5 * abs(u)) }
        if name.hasSuffix("running_mean") { return Float(0.1 * u) }
        if shape.rank == 1 { return Float(name.hasSuffix("weight") ? 1 + 0.2 * u : 0.1 * u) }
        return Float(u * (3 / (Double(shape.elementCount) / Double(shape[0]))).squareRoot())
      }
      store.load(values, at: index)
    }
  }
}
