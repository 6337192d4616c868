package import TensorCore

/// Small networks of numbers for tests of what happens to them.
package enum TestStores {
  /// A layout with parameters of every rank, buffers and a counter.
  package static func layout(width: Int = 5) -> ParameterLayout {
    var layout = ParameterLayout()
    _ = layout.declare(
      "conv.weight", shape: [3, 3, 2, width], axes: .convolution,
      initializer: .normal(deviation: 0.5))
    _ = layout.declare("bn.weight", shape: [width], initializer: .uniform(bound: 1))
    _ = layout.declare("bn.bias", shape: [width], initializer: .uniform(bound: 1))
    _ = layout.declare(
      "bn.running_mean", shape: [width], role: .buffer, initializer: .uniform(bound: 1))
    _ = layout.declare(
      "bn.running_var", shape: [width], role: .buffer, initializer: .constant(1))
    _ = layout.declare(
      "bn.num_batches_tracked", shape: [], role: .counter, initializer: .constant(3))
    _ = layout.declare("fc.weight", shape: [7, width], initializer: .normal(deviation: 0.3))
    _ = layout.declare("fc.bias", shape: [7], initializer: .constant(0.1))
    return layout
  }

  /// A store with starting values of a seed.
  package static func store(
    _ layout: ParameterLayout = layout(), seed: UInt64 = 1, isTrained: Bool = true
  ) -> ParameterStore {
    let store = ParameterStore(layout: layout, isTrained: isTrained)
    store.initialize(using: RandomKey(seed: seed))
    return store
  }

  /// Writes random gradients of one step.
  package static func fillGradients(of store: ParameterStore, seed: UInt64 = 5, step: Int) {
    guard let gradients = store.gradients else { return }
    for (index, declaration) in store.layout.declarations.enumerated()
    where declaration.role == .parameter {
      var random = RandomKey(seed: seed).stream("gradient", step: step, sample: index)
      for element in 0..<declaration.shape.elementCount {
        gradients.pointer[store.offsets[index] + element] = random.normal()
      }
    }
  }

  /// The bits of all weights.
  package static func bits(_ buffer: FlatBuffer) -> [UInt32] { buffer.elements.map(\.bitPattern) }
}
