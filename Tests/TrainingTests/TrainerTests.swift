import Augmentations
import Backbones
import Datasets
import Foundation
import Inference
import LossStrategies
import Methods
import Parts
import TensorCore
import Testing
import ThresholdPolicies
import Training
import TrainingSteps
import TrainingTestSupport

@Suite("Trainers", .serialized)
struct TrainerTests {
  @Test("a checkpoint between an epoch's last step and its end resumes with that end")
  func resumesAtAnEpochsEnd() throws {
    let whole = try TinyData.trainer(.flexMatch, steps: 6).run()
    let first = try TinyData.trainer(.flexMatch, steps: 6)
    var saved: Checkpoint?
    try first.run { event in
      if case .step(let report) = event, report.progress.step == 2 {
        saved = try first.checkpoint()
        return .stop
      }
      return .proceed
    }
    let second = try TinyData.trainer(.flexMatch, steps: 6)
    try second.restore(from: try #require(saved))
    #expect(second.step == 3)
    #expect(second.judgedStep == 0)
    var epochs: [Int] = []
    let result = try second.run { event in
      if case .epoch(let report) = event { epochs.append(report.epoch) }
      return .proceed
    }
    #expect(epochs == [1, 2])
    #expect(result.weightsSHA256 == whole.weightsSHA256)
    #expect(result.medianAccuracy == whole.medianAccuracy)
  }

  @Test("student and teacher start from given weights")
  func weights() throws {
    let source = try TinyData.trainer(.supervised, steps: 2)
    try source.run()
    let trainer = try TinyData.trainer(TinyData.method("mean-teacher"), seed: 6)
    #expect(trainer.startingWeights == nil)
    try trainer.load(source.model.store.weightsFile(), name: "weights")
    #expect(trainer.startingWeights?.kept == [])
    #expect(trainer.model.store.weightsSHA256() == source.model.store.weightsSHA256())
    let result = try trainer.run { _ in .stop }
    #expect(result.weightsSHA256 != source.model.store.weightsSHA256())
  }

  @Test("the bits do not depend on the number of threads", arguments: ["supervised", "dta-snl"])
  func threads(name: String) throws {
    let method = try TinyData.method(name)
    let before = Parallel.threadCount
    defer { Parallel.threadCount = before }
    var hashes: Set<String> = []
    for threads in [1, 2, 3] {
      Parallel.threadCount = threads
      hashes.insert(try TinyData.trainer(method).run().weightsSHA256)
    }
    #expect(hashes.count == 1)
  }

  @Test("another seed, and every part of a method, changes the outcome")
  func everyPartMatters() throws {
    func hash(_ change: (inout Pipeline) -> Void, seed: UInt64 = 5) throws -> String {
      var pipeline = try TinyData.pipeline(.dtaSNL)
      // With three classes no probability of an untrained network is below 0.05.
      pipeline.losses[2] = SelectiveNegativeLearning(below: 0.5)
      pipeline.threshold = DynamicThresholdAdjustment(
        .init { ($0.initialThreshold, $0.floor) = (0.4, 0.3) }, classCount: 3)
      change(&pipeline)
      return try Trainer(
        pipeline: pipeline, data: TinyData.data(),
        options: TrainingOptions(
          steps: 4, epochSteps: 2, batchSize: 6, unlabeledRatio: 2, seed: seed)
      ).run().weightsSHA256
    }
    let base = try hash { _ in }
    #expect(try hash { _ in } == base)
    #expect(try hash({ _ in }, seed: 6) != base)
    #expect(try hash { $0.losses.removeFirst() } != base)
    #expect(try hash { $0.losses.removeLast() } != base)
    #expect(try hash { $0.companions = [] } != base)
    #expect(try hash { $0.strong = $0.weak } != base)
    #expect(try hash { $0.weak = .none } != base)
    #expect(try hash { $0.teacher = .exponentialMovingAverage(decay: 0.5) } != base)
    #expect(
      try hash {
        $0.backbone = ConvNet(
          classCount: 3, width: 4, localAttention: LocalAttention(branches: 2, dropProbability: 0.6)
        )
      } != base)
  }

  @Test("the unlabeled losses have a gradient of their own")
  func unlabeledGradient() throws {
    for loss in [
      PseudoLabelCrossEntropy() as any LossStrategy, SelectiveNegativeLearning(below: 0.5),
    ] {
      let threshold = loss is SelectiveNegativeLearning ? Float(1.1) : 0
      let pipeline = try Pipeline(
        backbone: TinyData.backbone(), weak: .flipAndCrop(padding: 1),
        strong: .flipAndCrop(padding: 2), threshold: OpenThreshold(threshold: threshold),
        losses: [loss])
      let trainer = try Trainer(
        pipeline: pipeline, data: TinyData.data(),
        options: TrainingOptions(
          steps: 1, batchSize: 3, unlabeledRatio: 2,
          optimizer: .sgd(learningRate: 1, momentum: 0, nesterov: false, weightDecay: 0)))
      let before = trainer.model.store.weightsSHA256()
      try trainer.run()
      #expect(trainer.model.store.weightsSHA256() != before, "\(loss.name)")
    }
  }

  @Test("a listener that stops ends the run after the present step")
  func cancellation() throws {
    let trainer = try TinyData.trainer(.supervised, steps: 50)
    let result = try trainer.run { event in
      if case .step(let report) = event, report.progress.step == 1 { return .stop }
      return .proceed
    }
    #expect(result.steps == 2)
    #expect(result.wasCancelled)
  }

  @Test("the asynchronous sequence ends with the result")
  func asynchronousEvents() async throws {
    var steps = 0
    var result: TrainingResult?
    for try await event in Trainer.events(running: try TinyData.trainer(.fixMatch, steps: 4)) {
      switch event {
      case .step: steps += 1
      case .epoch: break
      case .finished(let final): result = final
      }
    }
    #expect(steps == 4)
    #expect(result?.steps == 4)
  }

  @Test("a backbone that does not suit the data is refused with both numbers")
  func mismatch() throws {
    let pipeline = try Pipeline(
      backbone: ConvNet(classCount: 4, width: 4), losses: [SupervisedCrossEntropy()])
    #expect(throws: TrainingError.mismatch("the data set has 3 classes, the backbone 4")) {
      try Trainer(pipeline: pipeline, data: TinyData.data(), options: TrainingOptions(steps: 1))
    }
  }

  @Test("a loss that is not finite stops the run with its name and step")
  func notFinite() throws {
    struct Broken: LossStrategy {
      let name = "broken"
      let requests = [ViewRequest.learned(.labeledWeak)]
      func callAsFunction(_ step: Step) -> Tensor {
        step.logits(requests[0]).sum() * (step.progress.step == 2 ? .nan : 0.001)
      }
    }
    let trainer = try Trainer(
      pipeline: try Pipeline(backbone: TinyData.backbone(), losses: [Broken()]),
      data: TinyData.data(),
      options: TrainingOptions(steps: 5, batchSize: 3))
    let error = #expect(throws: TrainingError.self) { try trainer.run() }
    guard case .notFinite(let step, let term, _) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(step == 2 && term == "broken")
  }
}

/// Accepts what is at least as sure as a threshold; above 1 it accepts nothing.
private struct OpenThreshold: ThresholdPolicy {
  var threshold: Float
  var requests: [ViewRequest] { [ViewRequest(.unlabeledWeak)] }

  mutating func select(_ step: Step) -> Selection {
    let probabilities = step.probabilities(ViewRequest(.unlabeledWeak))
    return Selection(
      weights: probabilities.rowMaxima().map { $0 >= threshold ? 1 : 0 },
      pseudoLabels: .hard(probabilities.argmaxRows()), probabilities: probabilities,
      thresholds: [Float](repeating: threshold, count: step.classCount))
  }
}
