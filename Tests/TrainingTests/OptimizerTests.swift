import Foundation
import Parts
import TensorCore
import Testing
import Training
import TrainingTestSupport

@Suite("Optimizers")
struct OptimizerTests {
  static let optimizers: [any Optimizer] = [
    .sgd(learningRate: 0.03, momentum: 0.9, nesterov: true, weightDecay: 5e-4),
    .sgd(learningRate: 0.1, momentum: 0, nesterov: false, weightDecay: 0.01),
    .sgd(learningRate: 0.1, momentum: 0.8, nesterov: false, weightDecay: 0, gradientClip: 2),
    .adam(learningRate: 5e-4, decayAfterStep: 0.02),
    .adam(learningRate: 1e-3, weightDecay: 0.01),
    .adamW(learningRate: 1e-3, weightDecay: 0.05),
  ]

  @Test(
    "the sweep equals a separate reference in double precision, teacher included",
    arguments: optimizers, KernelPath.available)
  func reference(optimizer: any Optimizer, path: KernelPath) throws {
    try KernelPath.$override.withValue(path) {
      let store = TestStores.store()
      let teacher = TestStores.store(seed: 2, isTrained: false)
      let state = OptimizerState(optimizer, for: store)
      var reference = ReferenceOptimizer(optimizer, store: store, teacher: teacher)
      for step in 0..<20 {
        TestStores.fillGradients(of: store, step: step)
        let rate = optimizer.learningRate * (1 - 0.01 * Double(step))
        let follow = ExponentialMovingAverage(decay: 0.05 * Double(step))
        reference.update(gradients: try #require(store.gradients), rate: rate, kept: follow.decay)
        state.update(store, learningRate: rate, teacher: teacher, teacherUpdate: follow)
      }
      #expect(reference.largestError(store.values, reference.weights) <= 2e-6)
      #expect(reference.largestError(teacher.values, reference.teacher) <= 2e-6)
      #expect(store.gradients?.elements.allSatisfy { $0 == 0 } == true)
    }
  }

  @Test("both kernel paths agree within 1e-6", arguments: optimizers)
  func paths(optimizer: any Optimizer) {
    let results = KernelPath.available.map { path in
      KernelPath.$override.withValue(path) {
        let store = TestStores.store()
        let teacher = TestStores.store(seed: 2, isTrained: false)
        let state = OptimizerState(optimizer, for: store)
        for step in 0..<10 {
          TestStores.fillGradients(of: store, step: step)
          state.update(
            store, teacher: teacher, teacherUpdate: ExponentialMovingAverage(decay: 0.99))
        }
        return Array(store.values.elements) + Array(teacher.values.elements)
      }
    }
    for other in results.dropFirst() {
      for (a, b) in zip(results[0], other) { #expect(abs(a - b) <= 1e-6 * max(1, abs(a))) }
    }
  }

  @Test(
    "one, two and three threads give the same bits",
    arguments: [.sgd(), .adam(gradientClip: 1, decayAfterStep: 0.02)] as [any Optimizer])
  func threads(optimizer: any Optimizer) {
    let before = Parallel.threadCount
    defer { Parallel.threadCount = before }
    var layout = ParameterLayout()
    for index in 0..<6 {
      _ = layout.declare("w\(index)", shape: [300, 77], initializer: .normal(deviation: 1))
      _ = layout.declare("b\(index)", shape: [77], initializer: .normal(deviation: 1))
    }
    let results = [1, 2, 3].map { threads in
      Parallel.threadCount = threads
      let store = TestStores.store(layout)
      let teacher = TestStores.store(layout, seed: 2, isTrained: false)
      let state = OptimizerState(optimizer, for: store)
      for step in 0..<3 {
        TestStores.fillGradients(of: store, step: step)
        state.update(store, teacher: teacher, teacherUpdate: ExponentialMovingAverage(decay: 0.9))
      }
      return TestStores.bits(store.values) + TestStores.bits(teacher.values)
    }
    #expect(results[0] == results[1])
    #expect(results[0] == results[2])
  }

  @Test("decay spares parameters with fewer than two dimensions", arguments: optimizers)
  func decaySparesVectors(optimizer: any Optimizer) throws {
    let store = TestStores.store()
    let before = store.layout.declarations.indices.map { store.exportedValues(at: $0) }
    OptimizerState(optimizer, for: store).update(store)
    for (index, declaration) in store.layout.declarations.enumerated() {
      let isDecayed =
        option("weight-decay", of: optimizer) + option("decay-after-step", of: optimizer) > 0
        && declaration.role == .parameter
        && declaration.shape.rank >= 2
      #expect((store.exportedValues(at: index) != before[index]) == isDecayed)
    }
  }

  @Test("an update counts new versions, and leaves gradients alone if asked to")
  func versions() {
    let store = TestStores.store()
    let teacher = TestStores.store(isTrained: false)
    TestStores.fillGradients(of: store, step: 0)
    let versions = (store.version, teacher.version)
    OptimizerState(.sgd(), for: store)
      .update(
        store, teacher: teacher, teacherUpdate: ExponentialMovingAverage(decay: 0.5),
        clearingGradients: false)
    #expect(store.version > versions.0)
    #expect(teacher.version > versions.1)
    #expect(store.gradients?.elements.contains { $0 != 0 } == true)
  }

  @Test("the gradient norm is the length of all gradients, and shows numbers that are not finite")
  func gradientNorm() throws {
    let store = TestStores.store()
    #expect(store.gradientNorm() == 0)
    let gradients = try #require(store.gradients)
    gradients.pointer[store.offsets[0]] = 3
    gradients.pointer[store.offsets[6]] = 4
    #expect(store.gradientNorm() == 5)
    gradients.pointer[store.offsets[7]] = .nan
    #expect(store.gradientNorm().isNaN)
  }

  @Test("settings survive JSON", arguments: optimizers)
  func codable(optimizer: any Optimizer) throws {
    func check<Options: PartOptions>(_ options: Options) throws {
      let data = try JSONEncoder().encode(options)
      #expect(try JSONDecoder().decode(Options.self, from: data) == options)
    }
    let options = try #require(optimizer as? any PartOptions)
    try check(options)
  }
}

/// The value of an option that is a number.
private func option(_ name: String, of optimizer: any Optimizer) -> Double {
  guard case .number(let value)? = (optimizer as? any PartOptions)?.values[name] else {
    return .nan
  }
  return value
}

/// The same formulas, each in a pass of its own and in double precision.
private struct ReferenceOptimizer {
  let optimizer: any Optimizer
  let decays: [Bool]
  var weights: [Double]
  var teacher: [Double]
  var first: [Double]
  var second: [Double]
  var step = 0

  init(_ optimizer: any Optimizer, store: ParameterStore, teacher: ParameterStore) {
    self.optimizer = optimizer
    weights = store.values.elements.map { Double($0) }
    self.teacher = teacher.values.elements.map { Double($0) }
    first = weights.map { _ in 0 }
    second = first
    var decays = weights.map { _ in false }
    for (index, declaration) in store.layout.declarations.enumerated()
    where declaration.role == .parameter && declaration.shape.rank >= 2 {
      for element in 0..<declaration.shape.elementCount {
        decays[store.offsets[index] + element] = true
      }
    }
    self.decays = decays
  }

  mutating func update(gradients: FlatBuffer, rate: Double, kept: Double) {
    step += 1
    var g = gradients.elements.map { Double($0) }
    let limit = option("gradient-clip", of: optimizer)
    let norm = g.reduce(0) { $0 + $1 * $1 }.squareRoot()
    if limit > 0, norm > limit { g = g.map { $0 * limit / norm } }
    let decay = option("weight-decay", of: optimizer)
    let after = option("decay-after-step", of: optimizer)
    for i in weights.indices {
      if optimizer is AdamW {
        if decays[i] { weights[i] -= rate * decay * weights[i] }
      } else if decays[i] {
        g[i] += decay * weights[i]
      }
      if let sgd = optimizer as? SGD {
        first[i] = sgd.momentum * first[i] + g[i]
        weights[i] -= rate * (sgd.nesterov ? g[i] + sgd.momentum * first[i] : first[i])
      } else {
        let (beta1, beta2, epsilon) = (0.9, 0.999, 1e-8)
        first[i] = beta1 * first[i] + (1 - beta1) * g[i]
        second[i] = beta2 * second[i] + (1 - beta2) * g[i] * g[i]
        let mean = first[i] / (1 - pow(beta1, Double(step)))
        let square = second[i] / (1 - pow(beta2, Double(step)))
        weights[i] -= rate * mean / (square.squareRoot() + epsilon)
      }
      teacher[i] = kept * teacher[i] + (1 - kept) * weights[i]
      if decays[i] { weights[i] *= 1 - after * rate }
    }
  }

  func largestError(_ found: FlatBuffer, _ expected: [Double]) -> Double {
    zip(found.elements, expected).map { abs(Double($0) - $1) / max(1, abs($1)) }.max() ?? 0
  }
}
