import Backbones
import Foundation
import Inference
import LossStrategies
import Runs
import TensorCore
import Testing
import ThresholdPolicies
import Training
import TrainingSteps
import TrainingTestSupport

@Suite("Runs of several stages", .serialized)
struct StageTests {
  private static var supervised: Pipeline {
    get throws {
      try Pipeline(backbone: TinyData.backbone(), losses: [SupervisedCrossEntropy()])
    }
  }

  private static var student: Pipeline {
    get throws {
      try Pipeline(
        backbone: TinyData.backbone(), teacher: .frozen,
        threshold: FixedThreshold(0, views: .weak(by: .teacher)),
        losses: [PseudoLabelCrossEntropy()])
    }
  }

  private func trainer(_ stages: [Stage], steps: Int = 12, seed: UInt64 = 3) throws -> Trainer {
    try Trainer(
      stages: stages, data: TinyData.data(),
      options: TrainingOptions(
        steps: steps, epochSteps: 4, batchSize: 6, unlabeledRatio: 2, seed: seed))
  }

  /// The weights that are judged after each step.
  private func weights(_ trainer: Trainer) throws -> [String] {
    var result: [String] = []
    try trainer.run { event in
      if case .step = event { result.append(trainer.model.store.weightsSHA256()) }
      return .proceed
    }
    return result
  }

  @Test("one stage is a run of its pipeline, to the bit")
  func oneStage() throws {
    let alone = try Trainer(
      pipeline: try Self.supervised, data: TinyData.data(),
      options: TrainingOptions(steps: 6, epochSteps: 4, batchSize: 6, unlabeledRatio: 2, seed: 3))
    #expect(try weights(alone) == weights(trainer([Stage(try Self.supervised)], steps: 6)))
  }

  @Test("the first stage of many is what it would be alone, and lengths divide the steps")
  func lengths() throws {
    let stages = [
      Stage(try Self.supervised, length: 1), Stage(try Self.student, length: 2),
      Stage(try Self.supervised, start: .continued, length: 3),
    ]
    let run = try trainer(stages)
    var names: [String] = []
    try run.run { event in
      if case .step(let report) = event {
        #expect(report.progress.step == names.count && report.progress.stepCount == 12)
        names.append(report.terms.map(\.name).joined())
      }
      return .proceed
    }
    #expect(
      names == Array(repeating: "supervised", count: 2)
        + Array(repeating: "pseudo-label", count: 4) + Array(repeating: "supervised", count: 6))
    #expect(run.lossNames == ["supervised", "pseudo-label"])
  }

  @Test("a frozen teacher keeps the weights of the stage before, and is not what is judged")
  func frozen() throws {
    let run = try trainer([Stage(try Self.supervised), Stage(try Self.student)])
    var before = ""
    try run.run { event in
      guard case .step(let report) = event else { return .proceed }
      if report.progress.step == 5 { before = run.model.store.weightsSHA256() }
      if report.progress.step >= 6 {
        let store = ParameterStore(layout: run.model.store.layout, isTrained: false)
        try run.checkpoint().restore(store, from: .teacher)
        #expect(store.weightsSHA256() == before)
        #expect(run.model.store.weightsSHA256() != before)
      }
      return .proceed
    }
  }

  @Test("a stage that starts anew forgets the weights, one that continues does not")
  func starts() throws {
    let anew = try weights(trainer([Stage(try Self.supervised), Stage(try Self.supervised)]))
    let other = try weights(
      trainer([Stage(try Self.supervised), Stage(try Self.supervised, start: .continued)]))
    #expect(anew[0..<6] == other[0..<6])
    #expect(anew[6] != other[6])
  }

  @Test("given weights are where every stage that starts anew starts, also in a run that goes on")
  func givenWeights() throws {
    let donor = ParameterStore(layout: TinyData.backbone().layout, isTrained: false)
    donor.initialize(using: RandomKey(seed: 99))
    let file = donor.weightsFile()
    let stages = [Stage(try Self.supervised), Stage(try Self.student)]
    let whole = try trainer(stages)
    try whole.load(file, name: "donor")
    let expected = try weights(whole)
    #expect(try weights(trainer(stages)) != expected)
    let first = try trainer(stages)
    try first.load(file, name: "donor")
    try first.run { event in
      if case .step(let report) = event, report.progress.step == 3 { return .stop }
      return .proceed
    }
    let second = try trainer(stages)
    try second.restore(
      from: Checkpoint(bytes: first.checkpoint().serialized(), file: "memory"))
    #expect(try weights(second).last == expected.last)
  }

  @Test(
    "the model of a checkpoint is the network that is judged, in every stage and beside heads",
    arguments: ["two-stage", "ups", "remixmatch"])
  func modelOfCheckpoint(method: String) throws {
    var configuration = RunConfiguration(data: "faces:train=70,test=35,size=16", method: method)
    configuration.labelsPerClass = 2
    configuration.backbone = "convnet"
    configuration.steps = 6
    configuration.batchSize = 4
    let run = try configuration.makeTrainer()
    try run.run { event in
      guard case .step = event else { return .proceed }
      let bytes = try run.checkpoint().serialized()
      let model = try Model(
        Checkpoint(bytes: bytes, file: "memory"), configuration: configuration)
      #expect(model.store.weightsSHA256() == run.model.store.weightsSHA256())
      return .proceed
    }
    #expect(run.step == 6)
  }

  @Test("too few steps for the stages, and no stages, are errors")
  func tooFew() {
    #expect(throws: TrainingError.self) {
      try trainer([Stage(try Self.supervised), Stage(try Self.student)], steps: 1)
    }
    #expect(throws: TrainingError.self) { try trainer([]) }
  }
}
