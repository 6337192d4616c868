import Backbones
import Foundation
import LossStrategies
import Methods
import Testing
import ThresholdPolicies
import TrainingSteps
import TrainingTestSupport

@testable import Training

@Suite("What a stage's steps need")
struct StepPlanTests {
  private func plan(_ method: Method) throws -> StepPlan {
    StepPlan(try TinyData.pipeline(method))
  }

  @Test("without a transform there is one round, labeled before unlabeled and weak before strong")
  func oneRound() throws {
    let plan = try plan(.fixMatch)
    #expect(plan.learned.isEmpty)
    #expect(plan.views == [.labeledWeak, .unlabeledWeak, .unlabeledStrong])
    let learned = try #require(plan.evaluated.first)
    #expect(learned.requests.map(\.view) == [.labeledWeak, .unlabeledWeak, .unlabeledStrong])
    #expect(learned.gradient && learned.updatesStatistics)
    let requests = plan.evaluated.flatMap(\.requests)
    #expect(Set(requests).count == requests.count)
    #expect(plan.readsUnlabeled && plan.probe == nil)
  }

  @Test("with a transform the policy's round asks for no gradient, and the losses read the second")
  func twoRounds() throws {
    let plan = try plan(.mixMatch)
    #expect(!plan.evaluated.isEmpty && !plan.evaluated.contains { $0.gradient })
    #expect(plan.learned.contains { $0.gradient && $0.requests[0].view.strength == .mixed })
    #expect(!plan.views.contains { $0.strength == .mixed })
  }

  @Test("an unlabeled ratio of 0 is refused where unlabeled images are read, and runs elsewhere")
  func noUnlabeledImages() throws {
    func trainer(_ losses: [any LossStrategy], ratio: Int) throws -> Trainer {
      try Trainer(
        pipeline: try Pipeline(
          backbone: TinyData.backbone(), threshold: losses.count > 1 ? FixedThreshold(0.5) : nil,
          losses: losses), data: TinyData.data(),
        options: TrainingOptions(steps: 2, batchSize: 6, unlabeledRatio: ratio))
    }
    let supervised = try trainer([SupervisedCrossEntropy()], ratio: 0).run()
    let other = try trainer([SupervisedCrossEntropy()], ratio: 3).run()
    #expect(supervised.weightsSHA256 == other.weightsSHA256)
    for ratio in [0, -1] {
      let error = #expect(throws: TrainingError.self) {
        try trainer([SupervisedCrossEntropy(), PseudoLabelCrossEntropy()], ratio: ratio)
      }
      #expect("\(try #require(error))".contains("unlabeled ratio of \(ratio)"))
    }
  }

  @Test("a damaged or foreign policy in a checkpoint is a typed error that names the section")
  func damagedPolicy() throws {
    let run = try TinyData.trainer(.flexMatch)
    try run.run { _ in .stop }
    var damaged = try run.checkpoint()
    damaged.set(Data("{".utf8), as: .policy)
    var foreign = damaged
    try foreign.encode(ThresholdPolicyState(FixedThreshold(0.5)), as: .policy)
    for (checkpoint, found) in [(damaged, "1 other bytes"), (foreign, "FixedThreshold")] {
      let bytes = try checkpoint.serialized()
      let error = #expect(throws: CheckpointError.self) {
        try TinyData.trainer(.flexMatch).restore(
          from: Checkpoint(bytes: bytes, file: "a.checkpoint"))
      }
      let text = "\(try #require(error))"
      #expect(text.contains("a.checkpoint") && text.contains("'policy'"), "\(text)")
      #expect(text.contains(found), "\(text)")
    }
  }
}
