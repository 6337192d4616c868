import Inference
import LossStrategies
import Methods
import Parts
import TensorCore
import Testing
import Training
import TrainingSteps
import TrainingTestSupport

/// What every method promises; a new method enters by being listed.
@Suite("Methods", .serialized)
struct MethodConformanceTests {
  /// Values under which samples are accepted and classes are rejected within a few steps of a
  /// network that has learned next to nothing, by the end of option paths.
  private static let easy: [String: OptionValue] = [
    "threshold.threshold": 0.4, "threshold.floor": 0.3, "threshold.initial-threshold": 0.4,
    "threshold.fraction": 0.5, "threshold.least-bound": 0.9, "threshold.deviation": 0.3,
    "threshold.negative-deviation": 0.3, "threshold.negative-probability": 0.5,
    "threshold.passes": 3, "snl.probability": 0.5, ".ramp": 0.1,
  ]

  /// Values for methods in which others of the same name would accept all samples or none.
  private static let own: [String: [String: OptionValue]] = [
    "ups": ["threshold.threshold": 0.5, "threshold.deviation": 0.002],
    "mixmatch": ["threshold.threshold": 0], "remixmatch": ["threshold.threshold": 0],
    "two-stage": ["threshold.threshold": 0],
  ]

  private func settings(of method: Method) throws -> [String: OptionValue] {
    let values = Self.easy.merging(Self.own[method.name] ?? [:]) { $1 }
    var settings: [String: OptionValue] = [:]
    for path in try Composer(method, .standard).paths where path.appliesByDefault {
      guard let value = values.first(where: { path.path.hasSuffix($0.key) })?.value else {
        continue
      }
      // A weight that does not grow stays as it is.
      if path.path.hasSuffix(".ramp"), path.defaultValue == 0 { continue }
      settings[path.path] = value
    }
    return settings
  }

  /// The weights after every tenth step, so that no stage hides what another learned.
  private func course(_ trainer: Trainer) throws -> [String] {
    var hashes: [String] = []
    try trainer.run { event in
      if case .step(let report) = event, (report.progress.step + 1).isMultiple(of: 10) {
        hashes.append(trainer.model.store.weightsSHA256())
      }
      return .proceed
    }
    return hashes
  }

  private func trainer(
    _ method: Method, steps: Int = 30, without loss: (stage: Int, place: Int)? = nil
  ) throws -> Trainer {
    var stages = try TinyData.stages(method, .standard, settings(of: method))
    if let loss { stages[loss.stage].pipeline.losses.remove(at: loss.place) }
    return try Trainer(
      stages: stages, data: TinyData.data(),
      options: TrainingOptions(
        steps: steps, epochSteps: 4, batchSize: 6, unlabeledRatio: 2, seed: 5))
  }

  @Test(
    "thirty steps: every term counts, changes the weights, and the run resumes to the same bits",
    arguments: Method.all.map(\.name))
  func conformance(name: String) throws {
    let method = try TinyData.method(name)
    let whole = try trainer(method)
    let start = whole.model.store.weightsSHA256()
    var sums: [String: Float] = [:]
    let result = try whole.run { event in
      guard case .step(let report) = event else { return .proceed }
      for term in report.terms {
        #expect(term.value.isFinite, "\(name), \(term.name)")
        sums[term.name, default: 0] += term.value.magnitude
      }
      return .proceed
    }
    #expect(result.steps == 30)
    #expect(result.weightsSHA256 != start)
    #expect(Set(sums.keys) == Set(whole.lossNames), "\(name)")
    for stage in whole.stages {
      let names = stage.pipeline.losses.map(\.name)
      #expect(Set(names).count == names.count, "\(name): two terms of one name")
    }
    for (term, sum) in sums { #expect(sum > 0, "\(name): \(term) is always zero") }

    let expected = try course(trainer(method))
    #expect(expected.last == result.weightsSHA256)
    // Without its gradient a term would change nothing but the log.
    for (number, stage) in whole.stages.enumerated() {
      for (place, loss) in stage.pipeline.losses.enumerated() {
        let other = try course(trainer(method, without: (number, place)))
        #expect(
          other != expected, "\(name), stage \(number): \(loss.name) has no gradient")
      }
    }

    for stop in [3, 18] {
      let first = try trainer(method)
      let cut = try first.run { event in
        if case .step(let report) = event, report.progress.step == stop - 1 { return .stop }
        return .proceed
      }
      #expect(cut.wasCancelled && cut.steps == stop)
      let bytes = try first.checkpoint().serialized()
      let second = try trainer(method)
      try second.restore(from: Checkpoint(bytes: bytes, file: "memory"))
      #expect(second.step == stop)
      #expect(try second.run().weightsSHA256 == result.weightsSHA256, "\(name) from \(stop)")
    }
  }

  @Test(
    "a policy that chooses among labeled images alone has thresholds, and no pseudo-labels",
    arguments: ["dnfer", "progressive-teacher", "fixmatch"])
  func pseudoLabels(name: String) throws {
    let judges = name == "fixmatch"
    let result = try trainer(TinyData.method(name), steps: 4).run { event in
      switch event {
      case .step(let report):
        #expect(report.thresholds.count == 3 && (report.coverage != nil) == judges)
      case .epoch(let report):
        #expect(report.thresholds.count == 3)
        #expect((report.pseudoLabels != nil) == judges && (report.samples != nil) == judges)
      default: break
      }
      return .proceed
    }
    #expect((result.pseudoLabels != nil) == judges)
  }

  @Test("methods say what they are and where they come from, each by its own name")
  func catalog() {
    #expect(Set(Method.all.map(\.name)).count == Method.all.count)
    for method in Method.all {
      #expect(!method.summary.isEmpty && !method.source.isEmpty, "\(method.name)")
      let labels = method.stages.map { $0.losses.map(\.label) }
      for labels in labels { #expect(Set(labels).count == labels.count, "\(method.name)") }
      let names = method.stages.map(\.name)
      #expect(Set(names).count == names.count && (names.count == 1) == (names[0].isEmpty))
    }
  }

  @Test("every method goes with every recipe", arguments: Recipe.all.map(\.name))
  func recipes(name: String) throws {
    let recipe = try PartCatalog.standard.recipe(named: name)
    for method in Method.all {
      try Composer(method, recipe).composition().check()
    }
  }

  @Test("only the reference on all labels asks for no unlabeled images and for all labels")
  func unlabeledViews() throws {
    for method in Method.all {
      let stages = try TinyData.stages(method)
      let reads = stages.flatMap(\.pipeline.losses).flatMap(\.requests)
        .contains { $0.view.pool == .unlabeled }
      #expect(reads != ["supervised", "fully-supervised", "dnfer"].contains(method.name))
      #expect(method.usesAllLabels == (method.name == "fully-supervised"))
    }
  }
}
