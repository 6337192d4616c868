import Backbones
import Inference
import LossStrategies
import Runs
import TensorCore
import Testing
import ThresholdPolicies
import Training
import TrainingSteps
import TrainingTestSupport

@Suite("Numbers that are not finite", .serialized)
struct NotFiniteTests {
  /// A loss that is finite, with a gradient that is not, in some steps.
  private struct Steep: LossStrategy {
    let name = "steep"
    let requests = [ViewRequest.learned(.labeledWeak)]
    let bad: Set<Int>

    func callAsFunction(_ step: Step) -> Tensor {
      let mean = step.logits(requests[0]).squared().mean()
      guard bad.contains(step.progress.step) else { return mean * 0.01 }
      // At zero the slope of the root is infinite.
      return mean * 0.01 + (mean * 0).sqrt()
    }
  }

  /// A loss that is not finite in some steps.
  private struct Broken: LossStrategy {
    let name = "broken"
    let requests = [ViewRequest.learned(.labeledWeak)]
    let bad: Set<Int>

    func callAsFunction(_ step: Step) -> Tensor {
      step.logits(requests[0]).squared().mean() * (bad.contains(step.progress.step) ? .nan : 0.01)
    }
  }

  private func trainer(
    _ loss: any LossStrategy, rule: NotFiniteRule, learningRate: Double = 0.03
  ) throws -> Trainer {
    try Trainer(
      pipeline: try Pipeline(
        backbone: TinyData.backbone(), teacher: .exponentialMovingAverage(decay: 0.9),
        threshold: FlexMatchThreshold(0.5), losses: [loss]),
      data: TinyData.data(),
      options: TrainingOptions(
        steps: 30, epochSteps: 15, batchSize: 3, unlabeledRatio: 1,
        optimizer: .sgd(learningRate: learningRate), seed: 2, notFinite: rule))
  }

  @Test("a gradient that is not finite stops the run with the parameter and step")
  func gradient() throws {
    let trainer = try trainer(Steep(bad: [4]), rule: .stop)
    let error = #expect(throws: TrainingError.self) { try trainer.run() }
    guard case .gradientNotFinite(let step, let parameter) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(step == 4 && trainer.step == 4)
    #expect(trainer.model.store.layout.declarations.map(\.name).contains(parameter))
    #expect(
      error?.description
        == "the gradient of '\(parameter)' is not finite in step 5; a lower learning rate may help")
  }

  @Test("steps that are passed over leave everything as it was, and are counted")
  func skipping() throws {
    for loss in [Steep(bad: [4, 5]), Broken(bad: [4, 5])] as [any LossStrategy] {
      let trainer = try trainer(loss, rule: .skip)
      var hashes: [String] = []
      var skipped: [Int] = []
      var checkpoint: Checkpoint?
      let result = try trainer.run { event in
        if case .step(let report) = event {
          hashes.append(trainer.model.store.weightsSHA256())
          if report.isSkipped { skipped.append(report.progress.step) }
          if report.progress.step == 4 { checkpoint = try trainer.checkpoint() }
        }
        return .proceed
      }
      #expect(skipped == [4, 5])
      #expect(result.skippedSteps == 2 && result.steps == 30)
      #expect(hashes[3] == hashes[4] && hashes[4] == hashes[5] && hashes[5] != hashes[6])

      let other = try self.trainer(loss, rule: .skip)
      try other.restore(from: try #require(checkpoint))
      let again = try other.run()
      #expect(again.weightsSHA256 == result.weightsSHA256 && again.skippedSteps == 2)
    }
  }

  @Test("a run without such steps is the same under both rules")
  func sameUnderBothRules() throws {
    let hashes = try NotFiniteRule.allCases.map {
      try trainer(Broken(bad: []), rule: $0).run().weightsSHA256
    }
    #expect(hashes[0] == hashes[1])
  }

  @Test("too many such steps in a row stop the run all the same")
  func tooMany() throws {
    let trainer = try trainer(Broken(bad: Set(7..<30)), rule: .skip)
    let error = #expect(throws: TrainingError.self) { try trainer.run() }
    guard case .notFinite(let step, let term, _) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(step == 7 + NotFiniteRule.limit && term == "broken")
  }

  @Test("a checkpoint of weights that are not finite is refused")
  func weights() throws {
    let temporary = try TemporaryFolder()
    defer { temporary.remove() }
    let saver = CheckpointSaver(CheckpointFolder(temporary.file("checkpoints")), every: 1)
    let trainer = try trainer(Broken(bad: []), rule: .stop, learningRate: 1e30)
    let error = #expect(throws: TrainingError.self) {
      try trainer.run { event in
        try saver.note(event, of: trainer)
        return .proceed
      }
    }
    #expect(error?.isNotFinite == true)
    let kept = try #require(saver.folder.entries.first)
    let store = ParameterStore(layout: TinyData.backbone().layout, isTrained: false)
    try Checkpoint.read(from: kept.url).restore(store, from: .student)
    for index in store.layout.declarations.indices {
      #expect(store.exportedValues(at: index).allSatisfy { $0.isFinite })
    }
  }
}
