import Backbones
import Parts
import TensorCore
import TestSupport
import Testing
import ThresholdPolicies
import TrainingSteps

@Suite("Policies of single methods against streams computed elsewhere")
struct PolicyReferenceTests {
  /// The matrices of a stack `[steps, rows, columns]`.
  private func stack(_ file: GoldenFile, _ key: String) throws -> [Tensor] {
    let shape = try file.shape(key)
    let size = shape[1] * shape[2]
    let values = try file.floats(key)
    return (0..<shape[0]).map {
      Tensor(Array(values[$0 * size..<($0 + 1) * size]), shape: [shape[1], shape[2]])
    }
  }

  private func rows<Element>(_ values: [Element], _ columns: Int) -> [[Element]] {
    stride(from: 0, to: values.count, by: columns).map { Array(values[$0..<$0 + columns]) }
  }

  @Test("AdaMatch as its authors wrote it: fraction 0.9, queue of model means")
  func adaMatch() throws {
    let file = try ReferenceVectors.load("adamatch_stream")
    let weak = try stack(file, "in.weak")
    let labeled = try stack(file, "in.labeled")
    let weights = rows(try file.integers("out.weight"), weak[0].shape[0])
    let classes = rows(try file.integers("out.class"), weak[0].shape[0])
    let thresholds = try file.floats("out.threshold")
    var policy = AdaMatchThreshold(
      Float(try file.number("share")), queue: Int(try file.number("queue")), interpolation: false)
    for step in weak.indices {
      let selection = policy.select(
        EvaluatedBatch(probabilities: weak[step], labeledProbabilities: labeled[step]))
      #expect(selection.weights.map { Int($0) } == weights[step], "step \(step)")
      #expect(selection.classes == classes[step], "step \(step)")
      expectClose([selection.thresholds[0]], [thresholds[step]], within: 1e-5)
    }
  }

  @Test("ReMixMatch's labels: aligned with the labels so far, sharpened, all accepted")
  func reMixMatchLabels() throws {
    let file = try ReferenceVectors.load("remixmatch_labels")
    let weak = try stack(file, "in.weak")
    let labels = rows(try file.integers("in.labels"), try file.shape("in.labels")[1])
    let (temperature, queue) = (
      Float(try file.number("temperature")), Int(try file.number("queue"))
    )
    var policy = FixedThreshold(
      .init {
        ($0.threshold, $0.labels, $0.temperature) = (0, .soft, temperature)
        ($0.alignment, $0.alignmentQueue) = (.labels, queue)
      })
    for (step, expected) in try stack(file, "out.labels").enumerated() {
      let selection = policy.select(EvaluatedBatch(probabilities: weak[step], labels: labels[step]))
      guard case .soft(let soft) = selection.pseudoLabels else {
        Issue.record("hard labels")
        return
      }
      expectClose(soft.values, expected.values, within: 1e-5, "step \(step)")
      #expect(selection.weights.allSatisfy { $0 == 1 })
    }
  }

  @Test("Dash: warm-up, bound, soft and at last hard labels")
  func dash() throws {
    let file = try ReferenceVectors.load("dash_stream")
    let weak = try stack(file, "in.weak")
    let labeled = try stack(file, "in.labeled")
    let soft = try stack(file, "out.soft")
    let labels = rows(try file.integers("in.labels"), labeled[0].shape[0])
    let weights = rows(try file.floats("out.weight"), weak[0].shape[0])
    let thresholds = try file.floats("out.threshold")
    let isHard = try file.integers("out.hard")
    let (least, warmUp, period) = (
      try file.number("least"), try file.number("warm_up"), try file.number("period")
    )
    var policy = DashThreshold(
      .init { ($0.least, $0.warmUp, $0.period) = (least, warmUp, period) })
    for step in weak.indices {
      let selection = policy.select(
        makeStep(
          logits: [
            ViewRequest(.unlabeledWeak): weak[step].log(),
            ViewRequest(.labeledWeak): labeled[step].log(),
          ], labels: labels[step], classCount: 4, step: step,
          stepCount: Int(try file.number("steps"))))
      #expect(selection.weights == weights[step], "step \(step)")
      expectClose([selection.thresholds[0]], [thresholds[step]], within: 1e-4, "step \(step)")
      switch selection.pseudoLabels {
      case .hard(let classes):
        #expect(isHard[step] == 1 && classes == weak[step].argmaxRows(), "step \(step)")
      case .soft(let rows):
        #expect(isHard[step] == 0, "step \(step)")
        expectClose(rows.values, soft[step].values, within: 1e-5, "step \(step)")
      }
    }
  }

  @Test("Progressive Teacher keeps the labels of smallest loss, fewer with every epoch")
  func smallLoss() throws {
    let file = try ReferenceVectors.load("small_loss")
    let p = try stack(file, "in.p")
    let labels = rows(try file.integers("in.labels"), p[0].shape[0])
    let weights = rows(try file.floats("out.weight"), p[0].shape[0])
    let (rejected, epochs) = (try file.number("rejected"), Int(try file.number("epochs")))
    var policy = SmallLossSelection(
      .init { ($0.rejected, $0.epochs) = (rejected, epochs) })
    for epoch in p.indices {
      let selection = policy.select(
        makeStep(
          logits: [policy.requests[0]: p[epoch].log()], labels: labels[epoch], classCount: 4,
          step: epoch * 10, epochSteps: 10))
      #expect(selection.labeledWeights[.labeledWeak] == weights[epoch], "epoch \(epoch)")
    }
  }

  @Test("UPS accepts samples and rejects classes by means and deviations of answers")
  func uncertainty() throws {
    let file = try ReferenceVectors.load("ups")
    let answers = try stack(file, "in.logits")
    var policy = UPSSelection(passes: answers.count)
    let step = makeStep(
      logits: Dictionary(uniqueKeysWithValues: zip(policy.requests, answers)),
      classCount: answers[0].shape[1])
    let selection = policy.select(step)
    #expect(selection.weights.map { Int($0) } == (try file.integers("out.weight")))
    #expect(selection.classes == (try file.integers("out.class")))
    expectClose(selection.probabilities.values, try file.floats("out.mean"), within: 1e-5)
    #expect(
      selection[.rejectedClasses]?.map { $0 ? 1 : 0 }
        == (try file.integers("out.rejected")))
  }

  @Test("UPS asks with dropout: a draw of its own for each answer, on one weak view")
  func uncertaintyByDropout() throws {
    let file = try ReferenceVectors.load("ups")
    let answers = try stack(file, "in.logits")
    var policy = UPSSelection(passes: answers.count, variation: .dropout)
    #expect(policy.requests == [ViewRequest(.unlabeledWeak, by: .teacher)])
    let shape = answers[0].shape
    let step = Step(
      progress: TrainingProgress(step: 0, stepCount: 1, epochSteps: 1), classCount: shape[1],
      labels: [], sampleIDs: Array(0..<shape[0]), poolSize: shape[0],
      images: [.unlabeledWeak: .zeros([shape[0], 1, 1, 1])], outputs: [:],
      furtherPass: { _, network, statistics, draw in
        check(network == .teacher && statistics == .running, "another network or phase")
        let answer = answers[(draw ?? 0) - 1]
        return BackboneOutput(features: answer, logits: answer)
      })
    let selection = policy.select(step)
    #expect(selection.weights.map { Int($0) } == (try file.integers("out.weight")))
    #expect(
      selection[.rejectedClasses]?.map { $0 ? 1 : 0 }
        == (try file.integers("out.rejected")))
  }

  @Test("the thresholds of the worked example choose its clean labels")
  func batchMeans() {
    var policy = DNFERSelection(.init { $0.warmUpEpochs = 0 }, views: [.labeledWeak])
    let selection = policy.select(
      makeStep(
        logits: [
          ViewRequest(.labeledWeak): matrix([
            [0.7, 0.2, 0.1], [0.3, 0.4, 0.3], [0.2, 0.2, 0.6], [0.5, 0.3, 0.2],
          ]).log()
        ], labels: [0, 0, 2, 1], classCount: 3))
    expectClose(selection.thresholds, [0.425, 0.275, 0.3], within: 1e-5)
    #expect(selection.labeledWeights[.labeledWeak] == [1, 0, 1, 1])
  }

  @Test("DNFER and Progressive Teacher trust all labels at first")
  func warmUp() {
    var policy = DNFERSelection(.init { $0.warmUpEpochs = 2 }, views: [.labeledWeak])
    let logits = matrix([[3, 0], [0, 3]])
    for (step, isChosen) in [(0, false), (19, false), (20, true)] {
      let selection = policy.select(
        makeStep(
          logits: [ViewRequest(.labeledWeak): logits], labels: [1, 1], classCount: 2, step: step,
          epochSteps: 10))
      #expect((selection.labeledWeights[.labeledWeak] == [0, 1]) == isChosen)
    }
    #expect(SmallLossSelection().keptFraction(epoch: 0) == 1)
  }
}
