import Backbones
import LossStrategies
import Parts
import TensorCore
import TestSupport
import Testing
import ThresholdPolicies
import TrainingSteps

@Suite("Losses of single methods against vectors computed elsewhere")
struct LossReferenceTests {
  private func selection(
    weak: Tensor? = nil, classCount: Int, weights: [Float], averages: ClassAverages? = nil
  ) -> Selection {
    let probabilities =
      weak?.softmax()
      ?? Tensor(repeating: 1 / Float(classCount), shape: [weights.count, classCount])
    var selection = Selection(
      weights: weights, pseudoLabels: .hard(probabilities.argmaxRows()),
      probabilities: probabilities, thresholds: [Float](repeating: 0, count: classCount))
    selection[.classAverages] = averages
    return selection
  }

  @Test(
    "VAT's loss and gradients, after one and after three power iterations", arguments: [1, 3])
  func virtualAdversarial(iterations: Int) throws {
    let file = try ReferenceVectors.load("vat_\(iterations)")
    let images = try file.tensor("in.x")
    let (w1, w2) = (try file.tensor("in.w1").variable(), try file.tensor("in.w2").variable())
    @Sendable func answer(_ images: Tensor) -> BackboneOutput {
      let rows = images.reshaped([images.shape[0], images.elementCount / images.shape[0]])
      let features = rows.matrixProduct(w1).tanh()
      return BackboneOutput(features: features, logits: features.matrixProduct(w2))
    }
    let loss = VirtualAdversarialLoss(
      epsilon: Float(try file.number("epsilon")), xi: Float(try file.number("xi")),
      iterations: iterations)
    let step = Step(
      progress: TrainingProgress(step: 0, stepCount: 1, epochSteps: 1), classCount: 4,
      labels: [], sampleIDs: Array(0..<images.shape[0]), poolSize: images.shape[0],
      images: [.unlabeledWeak: images],
      outputs: [loss.requests[0].computation: withoutGradients { answer(images) }],
      furtherPass: { images, _, _, _ in answer(images) })
    let value = loss(step, from: try file.tensor("in.d"))
    expectClose(value.values, try file.floats("out.y"), within: 1e-4, file.name)
    let gradients = Tensor.gradients(of: value, withRespectTo: [w1, w2])
    expectClose(gradients[0].values, try file.floats("grad.w1"), within: 1e-3, file.name)
    expectClose(gradients[1].values, try file.floats("grad.w2"), within: 1e-3, file.name)
    #expect(loss(step).scalar > 0)
  }

  @Test(
    "FullMatch's entropy meaning loss",
    arguments: ["entropy_meaning", "entropy_meaning_sure"])
  func entropyMeaning(name: String) throws {
    let file = try ReferenceVectors.load(name)
    let x = try file.tensor("in.x").variable()
    let loss = EntropyMeaningLoss()
    let value = loss(
      makeStep(
        logits: [loss.requests[0]: x], classCount: x.shape[1],
        selection: selection(
          weak: try file.tensor("in.weak"), classCount: x.shape[1],
          weights: try file.floats("in.accepted"))))
    expectClose(value.values, try file.floats("out.y"), within: 1e-5, name)
    expectClose(
      Tensor.gradients(of: value, withRespectTo: [x])[0].values, try file.floats("grad.x"),
      within: 1e-4, name)
  }

  @Test("UDA's annealed cross-entropy, both readings and all schedules")
  func annealing() throws {
    let names = try ReferenceVectors.names("uda_").filter { $0 != "uda_soft" }
    #expect(names.count == 6)
    for name in names {
      let file = try ReferenceVectors.load(name)
      let x = try file.tensor("in.x").variable()
      let annealing = TrainingSignalAnnealing(
        try #require(
          TrainingSignalAnnealing.Schedule(
            rawValue: try file.json("schedule", as: String.self))),
        measure: try #require(
          TrainingSignalAnnealing.Measure(rawValue: try file.json("measure", as: String.self))))
      let stepCount = 1_000
      let step = Int((try file.number("fraction") * Double(stepCount)).rounded())
      let progress = TrainingProgress(step: step, stepCount: stepCount, epochSteps: 10)
      #expect(
        abs(annealing.level(progress, classCount: x.shape[1]) - (try file.number("level"))) < 1e-9)
      let loss = SupervisedCrossEntropy(annealing: annealing)
      let value = loss(
        makeStep(
          logits: [loss.requests[0]: x], labels: try file.integers("in.target"),
          classCount: x.shape[1], step: step, stepCount: stepCount))
      expectClose(value.values, try file.floats("out.y"), within: 1e-5, name)
      expectClose(
        Tensor.gradients(of: value, withRespectTo: [x])[0].values, try file.floats("grad.x"),
        within: 1e-4, name)
    }
  }

  @Test("UDA's sharpened soft labels above a threshold")
  func softLabels() throws {
    let file = try ReferenceVectors.load("uda_soft")
    let x = try file.tensor("in.x").variable()
    let weak = ViewRequest(.unlabeledWeak)
    var policy = FixedThreshold(
      Float(try file.number("threshold")),
      temperature: Float(try file.number("temperature")))
    let loss = PseudoLabelCrossEntropy()
    var step = makeStep(
      logits: [weak: try file.tensor("in.weak"), loss.requests[0]: x], classCount: x.shape[1])
    step.selection = policy.select(step)
    let value = loss(step)
    expectClose(value.values, try file.floats("out.y"), within: 1e-5)
    expectClose(
      Tensor.gradients(of: value, withRespectTo: [x])[0].values, try file.floats("grad.x"),
      within: 1e-4)
  }

  @Test("DNFER's choice of clean labels, agreement and whole loss")
  func dnfer() throws {
    let file = try ReferenceVectors.load("dnfer")
    let (a, b) = (try file.tensor("in.a").variable(), try file.tensor("in.b").variable())
    let strong = View(.labeled, .strong)
    let alpha = Float(try file.number("alpha"))
    var policy = DNFERSelection(.init { $0.warmUpEpochs = 0 })
    var step = makeStep(
      logits: [.learned(.labeledWeak): a, .learned(strong): b],
      labels: try file.integers("in.target"), classCount: a.shape[1])
    let selection = policy.select(step)
    #expect(
      selection.labeledWeights[.labeledWeak]?.map { Int($0) } == (try file.integers("out.clean_a")))
    #expect(selection.labeledWeights[strong]?.map { Int($0) } == (try file.integers("out.clean_b")))
    step.selection = selection
    let agreement = SymmetricDivergenceLoss()(step)
    expectClose(agreement.values, try file.floats("out.agreement"), within: 1e-5)
    let value =
      (SupervisedCrossEntropy()(step) + SupervisedCrossEntropy(view: strong)(step))
      * ((1 - alpha) / 2) + agreement * alpha
    expectClose(value.values, try file.floats("out.y"), within: 1e-5)
    let gradients = Tensor.gradients(of: value, withRespectTo: [a, b])
    expectClose(gradients[0].values, try file.floats("grad.a"), within: 1e-4)
    expectClose(gradients[1].values, try file.floats("grad.b"), within: 1e-4)
  }

  @Test("Ada-CM's contrastive term on rejected samples")
  func contrastive() throws {
    let file = try ReferenceVectors.load("ada_cm")
    let (a, b) = (try file.tensor("in.a").variable(), try file.tensor("in.b").variable())
    let loss = ContrastiveLoss(temperature: Float(try file.number("temperature")))
    let value = loss(
      makeStep(
        logits: [loss.requests[0]: a, loss.requests[1]: b], classCount: a.shape[1],
        selection: selection(classCount: 3, weights: try file.floats("in.accepted"))))
    expectClose(value.values, try file.floats("out.y"), within: 1e-5)
    let gradients = Tensor.gradients(of: value, withRespectTo: [a, b])
    expectClose(gradients[0].values, try file.floats("grad.a"), within: 1e-4)
    expectClose(gradients[1].values, try file.floats("grad.b"), within: 1e-4)
  }

  @Test("FreeMatch's fairness over accepted samples")
  func fairness() throws {
    let file = try ReferenceVectors.load("fairness")
    let x = try file.tensor("in.x").variable()
    let loss = FairnessLoss()
    let value = loss(
      makeStep(
        logits: [loss.requests[0]: x], classCount: x.shape[1],
        selection: selection(
          classCount: x.shape[1], weights: try file.floats("in.accepted"),
          averages: ClassAverages(
            probabilities: try file.floats("in.model"),
            histogram: try file.floats("in.histogram")))))
    expectClose(value.values, try file.floats("out.y"), within: 1e-5)
    expectClose(
      Tensor.gradients(of: value, withRespectTo: [x])[0].values, try file.floats("grad.x"),
      within: 1e-4)
  }

  @Test("interpolated scores lie between both passes, the same for policy and loss")
  func interpolation() {
    var random = RandomKey(seed: 3).stream("interpolation")
    let joint = randomLogits(6, 4, random: &random)
    let alone = randomLogits(6, 4, random: &random)
    let part = LogitInterpolation(.labeledWeak)
    let requests = part.requests(gradient: true)
    let step = makeStep(
      logits: [requests[0]: joint, requests[1]: alone], labels: [0, 1, 2, 3, 0, 1], classCount: 4,
      step: 7)
    let logits = part.logits(step, gradient: false)
    let shares = zip(zip(logits.values, joint.values), alone.values).map {
      ($0.0 - $0.1) / ($1 - $0.1)
    }
    #expect(shares.allSatisfy { $0 > -1e-4 && $0 < 1.0001 })
    #expect(Set(shares.map { ($0 * 1_000).rounded() }).count > 20)
    let loss = SupervisedCrossEntropy(interpolatesLogits: true)
    expectClose(
      loss(step).values, logits.crossEntropy(labels: step.labels).mean().values, within: 1e-6)
    var policy = AdaMatchThreshold(0.9, alignment: .none)
    #expect(Set(policy.requests).isSuperset(of: part.requests(gradient: false)))
    let weak = ViewRequest(.unlabeledWeak)
    let judged = policy.select(
      makeStep(
        logits: [requests[0]: joint, requests[1]: alone, weak: joint],
        labels: [0, 1, 2, 3, 0, 1], classCount: 4, step: 7))
    let confidence = logits.softmax().rowMaxima().reduce(0, +) / 6
    expectClose(judged.thresholds, [Float](repeating: 0.9 * confidence, count: 4), within: 1e-5)
  }
}
