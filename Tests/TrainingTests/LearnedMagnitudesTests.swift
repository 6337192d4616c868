import Augmentations
import Backbones
import Datasets
import Foundation
import Inference
import LossStrategies
import Methods
import Parts
import Runs
import TensorCore
import Testing
import ThresholdPolicies
import TrainingSteps
import TrainingTestSupport

@testable import Training

@Suite("Augmentation that learns", .serialized)
struct LearnedMagnitudesTests {
  private static let subjects = [
    ("fixmatch", "ctaugment-cutout"), ("remixmatch", "ctaugment"), ("two-stage", "ctaugment"),
  ]

  private func pipelines(_ method: String, _ strong: String) throws -> [Stage] {
    var settings: [String: OptionValue] = ["strong": .word(strong)]
    if method == "fixmatch" { settings["threshold"] = 0.4 }
    var stages = try TinyData.stages(TinyData.method(method), .standard, settings)
    for place in stages.indices {
      // Rates that change enough within a few steps for bins to be left out.
      stages[place].pipeline.strong = AugmentationPipeline(
        stages[place].pipeline.strong.steps.map {
          $0 is CTAugment ? CTAugment(rates: MagnitudeRates(decay: 0.6)) : $0
        })
    }
    return stages
  }

  private func trainer(
    _ stages: [Stage], steps: Int = 24, ahead: Int = 3, notFinite: NotFiniteRule = .stop
  ) throws -> Trainer {
    try Trainer(
      stages: stages, data: TinyData.data(),
      options: TrainingOptions(
        steps: steps, epochSteps: 4, batchSize: 6, unlabeledRatio: 2, seed: 5,
        notFinite: notFinite, batchesAhead: ahead))
  }

  private typealias History = LearningHistory<CTAugment>

  /// What a checkpoint of the trainer holds of what was learned.
  private func history(_ trainer: Trainer) throws -> History {
    let state = try trainer.checkpoint().decode(History.State.self, from: .augmentation)
    return History(of: CTAugment(), at: state)
  }

  @Test("the bits do not depend on threads, nor on how far ahead batches are made")
  func threads() throws {
    let stages = try pipelines("fixmatch", "ctaugment-cutout")
    let before = Parallel.threadCount
    defer { Parallel.threadCount = before }
    var hashes: Set<String> = []
    var states: Set<Data> = []
    for (threads, ahead) in [(1, 0), (1, 3), (2, 1), (2, 4), (3, 40)] {
      Parallel.threadCount = threads
      let run = try trainer(stages, ahead: ahead)
      hashes.insert(try run.run().weightsSHA256)
      states.insert(try run.checkpoint().bytes(of: .augmentation))
    }
    #expect(hashes.count == 1)
    #expect(states.count == 1)
  }

  @Test(
    "a run that goes on from any step ends in the same bits, and levels change what is learned",
    arguments: subjects)
  func resumes(method: String, strong: String) throws {
    let stages = try pipelines(method, strong)
    var saved: [Int: Data] = [:]
    let whole = try trainer(stages)
    let result = try whole.run { event in
      if case .step(let report) = event {
        saved[report.progress.step + 1] = try whole.checkpoint().serialized()
      }
      return .proceed
    }
    for stop in [1, 4, 6, 10, 13, 19, 23] {
      let rest = try trainer(stages)
      try rest.restore(from: Checkpoint(bytes: try #require(saved[stop]), file: "memory"))
      #expect(try rest.run().weightsSHA256 == result.weightsSHA256, "\(method) from \(stop)")
    }
    // Rates that stay as they are give another run.
    var fixed = stages
    for place in fixed.indices {
      fixed[place].pipeline.strong = AugmentationPipeline(
        fixed[place].pipeline.strong.steps.map {
          $0 is CTAugment ? CTAugment(rates: MagnitudeRates(decay: 1)) : $0
        })
    }
    #expect(try trainer(fixed).run().weightsSHA256 != result.weightsSHA256)
  }

  @Test("a trainer that goes back drops what was made ahead with later levels")
  func goesBack() throws {
    let stages = try pipelines("fixmatch", "ctaugment")
    let expected = try trainer(stages).run().weightsSHA256
    let run = try trainer(stages)
    var saved: Checkpoint?
    try run.run { event in
      guard case .step(let report) = event else { return .proceed }
      if report.progress.step == 5 { saved = try run.checkpoint() }
      return report.progress.step == 17 ? .stop : .proceed
    }
    try run.restore(from: try #require(saved))
    #expect(run.step == 6)
    #expect(try run.run().weightsSHA256 == expected)
  }

  @Test("rates follow what the averaged network says about the operations tried on labeled images")
  func rates() throws {
    let stages = try pipelines("fixmatch", "ctaugment")
    let pipeline = try #require(stages.first).pipeline
    #expect(StepPlan(pipeline).probe == ViewRequest(View(.labeled, .probe), by: .teacher))
    let data = try TinyData.data()
    let run = try trainer(stages)
    let probe = CTAugmentProbe(
      of: try #require(pipeline.strong.learner as? CTAugment), after: pipeline.weak)
    let key = RandomKey(seed: 5)
    let sampler = UniformSampler(
      poolSize: data.labeled.count, key: key, purpose: "labeled-samples")
    let expected = History(of: CTAugment(rates: MagnitudeRates(decay: 0.6)))
    var model = run.model.store.weightsFile()
    try run.run { event in
      guard case .step(let report) = event else { return .proceed }
      let step = report.progress.step
      let store = ParameterStore(layout: run.model.store.layout, isTrained: false)
      try store.load(model, name: "before the step", classCount: 3)
      let before = Model(
        backbone: run.model.backbone, store: store, normalization: data.normalization,
        classNames: data.train.classNames)
      var learned: [ProbedImage] = []
      for (place, index) in sampler.indices(step: step, count: 6).enumerated() {
        let untouched = key.stream("augment-labeled", step: step, sample: place, view: 4_000)
        var random = untouched
        let image = probe(try data.train.image(at: data.labeled[index]), using: &random)
        learned.append(
          ProbedImage(
            random: untouched, probabilities: before.probabilities(of: [image]).values[...],
            label: data.labels[index]))
      }
      expected.learn(from: learned)
      model = run.model.store.weightsFile()
      let found = try history(run)
      #expect(found.step == step + 1)
      for operation in CTAugmentOperation.allCases {
        for (one, other) in zip(
          found.learned(at: step + 1 + History.delay).rates(of: operation).joined(),
          expected.learned(at: step + 1 + History.delay).rates(of: operation).joined())
        {
          #expect(abs(one - other) < 1e-4)
        }
      }
      return step == 8 ? .stop : .proceed
    }
  }

  /// A loss that is not a number in some steps.
  private struct Broken: LossStrategy {
    let name = "broken"
    let requests = [ViewRequest.learned(.unlabeledStrong)]
    let bad: Set<Int>

    func callAsFunction(_ step: Step) -> Tensor {
      step.logits(requests[0]).squared().mean() * (bad.contains(step.progress.step) ? .nan : 0.01)
    }
  }

  @Test("a step that is passed over teaches nothing, and the run goes on to the same bits")
  func skipped() throws {
    var stages = try pipelines("fixmatch", "ctaugment")
    stages[0].pipeline.losses.append(Broken(bad: [2, 3, 9]))
    var rates: [MagnitudeRates] = []
    var saved: Checkpoint?
    let whole = try trainer(stages, steps: 14, notFinite: .skip)
    let result = try whole.run { event in
      guard case .step(let report) = event else { return .proceed }
      let history = try history(whole)
      rates.append(history.learned(at: history.step + History.delay))
      if report.progress.step == 3 { saved = try whole.checkpoint() }
      return .proceed
    }
    #expect(result.skippedSteps == 3)
    for step in 1..<14 {
      #expect((rates[step] == rates[step - 1]) == [2, 3, 9].contains(step), "step \(step)")
    }
    let rest = try trainer(stages, steps: 14, notFinite: .skip)
    try rest.restore(from: try #require(saved))
    #expect(try rest.run().weightsSHA256 == result.weightsSHA256)
  }

  @Test("a method without strong views tries nothing, and its checkpoint holds no levels")
  func withoutStrongViews() throws {
    let stages = try pipelines("supervised", "ctaugment")
    #expect(StepPlan(stages[0].pipeline).probe == nil)
    let run = try trainer(stages, steps: 2)
    try run.run()
    #expect(try !run.checkpoint().contains(.augmentation))
    let plain = try pipelines("fixmatch", "usb")
    #expect(StepPlan(plain[0].pipeline).probe == nil)
  }

  @Test("a checkpoint without levels, or with those of another step, is refused")
  func refused() throws {
    let stages = try pipelines("fixmatch", "ctaugment")
    let run = try trainer(stages)
    try run.run { _ in .stop }
    var later = try run.checkpoint()
    try later.encode(History(of: CTAugment(), step: 7).state, as: .augmentation)
    #expect(throws: TrainingError.self) { try trainer(stages).restore(from: later) }
    var damaged = try run.checkpoint()
    damaged.set(Data("{}".utf8), as: .augmentation)
    #expect(throws: CheckpointError.self) { try trainer(stages).restore(from: damaged) }
    let other = try trainer(pipelines("fixmatch", "usb"))
    try other.run { _ in .stop }
    #expect(throws: CheckpointError.self) {
      try trainer(stages).restore(from: other.checkpoint())
    }
  }
}
