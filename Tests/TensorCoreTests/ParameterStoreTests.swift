import TensorCore
import Testing

@Suite("Parameter stores")
struct ParameterStoreTests {
  private func makeLayout() -> (ParameterLayout, ParameterID, ParameterID) {
    var layout = ParameterLayout()
    let weight = layout.module("block.0") { layout in
      layout.declare(
        "weight", shape: [3, 3, 2, 5], axes: .convolution, initializer: .normal(deviation: 1))
    }
    let mean = layout.declare("mean", shape: [5], role: .buffer, initializer: .constant(2))
    return (layout, weight, mean)
  }

  @Test("names follow the path of modules, shapes follow PyTorch when exported")
  func names() {
    let (layout, _, _) = makeLayout()
    #expect(layout.declarations.map(\.name) == ["block.0.weight", "mean"])
    #expect(layout.declarations[0].exportedShape == [5, 2, 3, 3])
    #expect(layout.parameterCount == 90)
  }

  @Test("what is exported in PyTorch's order loads back to the same numbers")
  func stateDictionary() {
    let (layout, weight, _) = makeLayout()
    let store = ParameterStore(layout: layout, isTrained: false)
    store.initialize(using: RandomKey(seed: 1))
    let exported = store.exportedValues(at: 0)
    let ours = store.tensor(weight).values
    // weight[h = 1, w = 2, in = 1, out = 3] is weight[out = 3, in = 1, h = 1, w = 2] in PyTorch.
    let theirPlace: Int = ((3 * 2 + 1) * 3 + 1) * 3 + 2
    let ourPlace: Int = ((1 * 3 + 2) * 2 + 1) * 5 + 3
    #expect(exported[theirPlace] == ours[ourPlace])
    let copy = ParameterStore(layout: layout, isTrained: false)
    copy.load(exported, at: 0)
    #expect(copy.tensor(weight).values == ours)
  }

  @Test("starting values depend on the seed and the place alone")
  func initialization() {
    let (layout, weight, mean) = makeLayout()
    let first = ParameterStore(layout: layout, isTrained: true)
    let second = ParameterStore(layout: layout, isTrained: false)
    first.initialize(using: RandomKey(seed: 1))
    second.initialize(using: RandomKey(seed: 1))
    #expect(first.tensor(weight).values == second.tensor(weight).values)
    #expect(first.tensor(mean).values == [2, 2, 2, 2, 2])
    second.initialize(using: RandomKey(seed: 2))
    #expect(first.tensor(weight).values != second.tensor(weight).values)
  }

  @Test("every change of the weights counts a version")
  func versions() {
    let (layout, _, _) = makeLayout()
    let store = ParameterStore(layout: layout, isTrained: false)
    let start = store.version
    store.initialize(using: RandomKey(seed: 1))
    #expect(store.version > start)
    let other = ParameterStore(layout: layout, isTrained: false)
    let before = other.version
    other.copy(from: store)
    #expect(other.version > before)
  }

  @Test("only parameters of a trained store need gradients")
  func gradients() {
    let (layout, weight, mean) = makeLayout()
    let trained = ParameterStore(layout: layout, isTrained: true)
    let teacher = ParameterStore(layout: layout, isTrained: false)
    #expect(trained.tensor(weight).needsGradient)
    #expect(!trained.tensor(mean).needsGradient)
    #expect(!teacher.tensor(weight).needsGradient)
    #expect(!withoutGradients { trained.tensor(weight) }.needsGradient)
  }
}
