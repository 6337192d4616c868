import Backbones
import Foundation
import TensorCore
import TestSupport
import Testing
import Training

@Suite("Golden optimizers")
struct GoldenOptimizerTests {
  @Test("there are golden cases for optimizers")
  func casesExist() {
    #expect(!Golden.cases(in: "optim").isEmpty)
  }

  @Test(
    "every trajectory equals PyTorch's within 1e-6, on every kernel path",
    arguments: Golden.cases(in: "optim"))
  func trajectory(_ goldenCase: GoldenCase) throws {
    let golden = try goldenCase.load()
    if golden.operation == "cosine" {
      try checkCosine(golden)
      return
    }
    let optimizer = try optimizer(of: golden)
    for path in KernelPath.available {
      try KernelPath.$override.withValue(path) { try checkTrajectory(golden, optimizer) }
    }
  }

  private func optimizer(of golden: GoldenFile) throws -> any Optimizer {
    let learningRate = try golden.number("lr")
    let decay = try golden.number("weight_decay")
    switch golden.operation {
    case "sgd":
      return .sgd(
        learningRate: learningRate, momentum: try golden.number("momentum"),
        nesterov: try golden.string("nesterov") == "true", weightDecay: decay)
    case "adam", "adamw":
      let betas = try golden.json("betas", as: [Double].self)
      let epsilon = try golden.number("eps")
      return golden.operation == "adam"
        ? .adam(
          learningRate: learningRate, beta1: betas[0], beta2: betas[1], epsilon: epsilon,
          weightDecay: decay)
        : .adamW(
          learningRate: learningRate, beta1: betas[0], beta2: betas[1], epsilon: epsilon,
          weightDecay: decay)
    default:
      throw UnknownOperation(name: golden.name, operation: golden.operation)
    }
  }

  private func checkTrajectory(_ golden: GoldenFile, _ optimizer: any Optimizer) throws {
    let shape = try golden.shape("in.p")
    var layout = ParameterLayout()
    let id = layout.declare("p", shape: Shape(shape), initializer: .constant(0))
    let store = ParameterStore(layout: layout, isTrained: true)
    store.load(try golden.floats("in.p"), at: id.index)
    let count = shape.reduce(1, *)
    let gradients = try golden.floats("in.grads")
    let expected = try golden.floats("out.p")
    let state = OptimizerState(optimizer, for: store)
    let buffer = try #require(store.gradients)
    for step in 0..<gradients.count / count {
      for element in 0..<count { buffer.pointer[element] = gradients[step * count + element] }
      state.update(store)
      let found = store.exportedValues(at: id.index)
      let reference = expected[step * count..<(step + 1) * count]
      for (ours, theirs) in zip(found, reference) {
        #expect(
          abs(ours - theirs) <= 1e-6 * abs(theirs),
          "\(golden.name), step \(step), \(KernelPath.current)")
      }
    }
    #expect(state.stepCount == gradients.count / count)
  }

  private func checkCosine(_ golden: GoldenFile) throws {
    let steps = Int(try golden.number("steps"))
    let schedule = CosineSchedule(cycles: try golden.number("cycles"))
    let expected = try #require(golden.file.entries["out.factor"]?.doubleValues)
    #expect(expected.count >= steps)
    for (step, factor) in expected.enumerated() {
      #expect(abs(schedule.factor(step: step, of: steps) - factor) <= 1e-12)
    }
  }
}

private struct UnknownOperation: Error {
  let name: String
  let operation: String
}
