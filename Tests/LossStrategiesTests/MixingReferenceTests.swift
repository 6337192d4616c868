import Backbones
import LossStrategies
import Parts
import TensorCore
import TestSupport
import Testing
import ThresholdPolicies
import TrainingSteps

@Suite("MixMatch and ReMixMatch against vectors computed elsewhere")
struct MixingReferenceTests {
  /// Answers of a network to images, in the form that steps take.
  private typealias Network = @Sendable (Tensor) -> BackboneOutput

  private static let progress = TrainingProgress(step: 0, stepCount: 1, epochSteps: 1)

  private func flat(_ images: Tensor) -> Tensor {
    images.reshaped([images.shape[0], images.elementCount / images.shape[0]])
  }

  private func answer(_ logits: Tensor) -> BackboneOutput {
    BackboneOutput(features: logits, logits: logits)
  }

  /// Adds blended views and the network's answers to them.
  private func adding(
    _ made: [View: MadeBatch], to step: Step, _ network: Network
  ) -> Step {
    var result = step
    let answers = made.map { (ViewRequest.learned($0.key).computation, network($0.value.images)) }
    result.add(made, answers: Dictionary(uniqueKeysWithValues: answers))
    return result
  }

  private func expectBlend(
    _ made: [View: MadeBatch], _ mixUp: MixUp, _ file: GoldenFile
  ) throws {
    let batches = mixUp.outputs.compactMap { made[$0] }
    #expect(batches.count == mixUp.inputs.count)
    expectClose(
      batches.flatMap(\.images.values), try file.floats("out.images"), within: 1e-5, file.name)
    expectClose(
      batches.flatMap(\.targets.values), try file.floats("out.targets"), within: 1e-5, file.name)
  }

  @Test("MixMatch: guessed labels, blends, both terms and their gradient")
  func mixMatch() throws {
    let file = try ReferenceVectors.load("mixmatch")
    let w = try file.tensor("in.w").variable()
    let network: Network = { images in
      let logits = images.reshaped([images.shape[0], w.shape[0]]).matrixProduct(w)
      return BackboneOutput(features: logits, logits: logits)
    }
    let views = [View.unlabeledWeak, View(.unlabeled, .weak, number: 1)]
    var policy = FixedThreshold(
      0, temperature: Float(try file.number("temperature")), views: .weak(2))
    let mixUp = MixUp([.labeledWeak] + views)
    var step = Step(
      progress: Self.progress, classCount: 3, labels: try file.integers("in.labels"),
      sampleIDs: Array(0..<6), poolSize: 6,
      images: [
        .labeledWeak: try file.tensor("in.x"), views[0]: try file.tensor("in.u1"),
        views[1]: try file.tensor("in.u2"),
      ],
      outputs: [
        policy.requests[0].computation: answer(try file.tensor("in.p1")),
        policy.requests[1].computation: answer(try file.tensor("in.p2")),
      ])
    step.selection = policy.select(step)
    let made = mixUp(
      step, partners: try file.integers("in.partners"), fractions: try file.floats("in.shares"))
    try expectBlend(made, mixUp, file)
    step = adding(made, to: step, network)
    let supervised = MixedLabelLoss(mixUp.outputs(of: .labeled))(step)
    let mixed = MixedLabelLoss(mixUp.outputs(of: .unlabeled), distance: .squared)(step)
    expectClose(supervised.values, try file.floats("out.supervised"), within: 1e-5)
    expectClose(mixed.values, try file.floats("out.mixed"), within: 1e-5)
    let total = supervised + mixed * Float(try file.number("weight"))
    expectClose(
      Tensor.gradients(of: total, withRespectTo: [w])[0].values, try file.floats("grad.w"),
      within: 1e-4)
  }

  @Test("ReMixMatch: aligned labels, blends, the strong view as it is, and rotations")
  func reMixMatch() throws {
    let file = try ReferenceVectors.load("remixmatch")
    let (w1, w2, w3) = (
      try file.tensor("in.w1").variable(), try file.tensor("in.w2").variable(),
      try file.tensor("in.w3").variable()
    )
    let network: Network = { images in
      let features = images.reshaped([images.shape[0], w1.shape[0]]).matrixProduct(w1).tanh()
      return BackboneOutput(features: features, logits: features.matrixProduct(w2))
    }
    let views = [
      View(.labeled, .strong), .unlabeledStrong, View(.unlabeled, .strong, number: 1),
      .unlabeledWeak,
    ]
    let (temperature, queue) = (
      Float(try file.number("temperature")), Int(try file.number("queue"))
    )
    var policy = FixedThreshold(
      .init {
        ($0.threshold, $0.labels, $0.temperature) = (0, .soft, temperature)
        ($0.alignment, $0.alignmentQueue) = (.labels, queue)
      })
    let mixUp = MixUp(views)
    let strong = PseudoLabelCrossEntropy()
    let images = Dictionary(
      uniqueKeysWithValues: try zip(views, ["in.x", "in.s1", "in.s2", "in.u"]).map {
        ($0, try file.tensor($1))
      })
    var step = Step(
      progress: Self.progress, classCount: 3, labels: try file.integers("in.labels"),
      sampleIDs: Array(0..<5), poolSize: 5, images: images,
      outputs: [
        policy.requests[0].computation: answer(try file.tensor("in.weak")),
        strong.requests[0].computation: network(try file.tensor("in.s1")),
      ], furtherPass: { images, _, _, _ in network(images) },
      headPass: { head, features, _ in
        check(head == RotationLoss.head, "another head")
        return features.matrixProduct(w3)
      })
    step.selection = policy.select(step)
    let made = mixUp(
      step, partners: try file.integers("in.partners"), fractions: try file.floats("in.shares"))
    try expectBlend(made, mixUp, file)
    step = adding(made, to: step, network)
    let terms = [
      MixedLabelLoss(mixUp.outputs(of: .labeled))(step),
      MixedLabelLoss(mixUp.outputs(of: .unlabeled))(step), strong(step),
      RotationLoss()(step, turns: try file.integers("in.turns")),
    ]
    expectClose(terms.map(\.scalar), try file.floats("out.terms"), within: 1e-5)
    let total = terms[0] + terms[1] * 1.5 + terms[2] * 0.5 + terms[3] * 0.5
    for (gradient, name) in zip(
      Tensor.gradients(of: total, withRespectTo: [w1, w2, w3]), ["grad.w1", "grad.w2", "grad.w3"])
    {
      expectClose(gradient.values, try file.floats(name), within: 1e-4, name)
    }
  }

  @Test("shares lie in one half to one, one a pair or one a batch, and change with the step")
  func shares() throws {
    func step(_ number: Int) -> Step {
      Step(
        progress: TrainingProgress(step: number, stepCount: 9, epochSteps: 3), classCount: 2,
        labels: [0, 1, 0, 1], sampleIDs: [], poolSize: 0,
        images: [
          .labeledWeak: Tensor((0..<4).map { Float(1 << ($0 * 4)) }, shape: [4, 1, 1, 1])
        ], outputs: [:])
    }
    func images(_ mixUp: MixUp, _ number: Int) throws -> [Float] {
      try #require(mixUp(step(number))[View(.labeled, .mixed)]).images.values
    }
    let pairs = MixUp([.labeledWeak])
    #expect(try images(pairs, 1) == images(pairs, 1))
    #expect(try images(pairs, 1) != images(pairs, 2))
    let batch = MixUp([.labeledWeak], unit: .batch)
    // Every image of the batch but those that met themselves keeps one share of itself.
    for number in 0..<8 {
      for (place, value) in try images(batch, number).enumerated() {
        #expect(value >= Float(1 << (place * 4)) / 2, "step \(number)")
      }
    }
  }

  @Test("images that are not square keep their shape when they are rotated")
  func rotations() {
    let image = Tensor((0..<12).map(Float.init), shape: [1, 2, 3, 2])
    let step = Step(
      progress: Self.progress, classCount: 2, labels: [], sampleIDs: [0], poolSize: 1,
      images: [.unlabeledStrong: image], outputs: [:],
      furtherPass: { images, _, _, _ in
        let rows = images.reshaped([1, 12])
        return BackboneOutput(features: rows, logits: rows)
      }, headPass: { _, features, _ in features.rows(0..<1).matrixProduct(.zeros([12, 4])) })
    // Scores of zero: every answer costs log 4, whatever the turn.
    expectClose(RotationLoss()(step).values, [1.3862944], within: 1e-5)
  }
}
