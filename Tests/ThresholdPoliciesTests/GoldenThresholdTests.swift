import Foundation
import Parts
import TensorCore
import TestSupport
import Testing
import ThresholdPolicies
import TrainingSteps

@Suite("Threshold policies against NumPy and PyTorch")
struct GoldenThresholdTests {
  @Test("there are threshold cases")
  func casesExist() {
    #expect(!Golden.cases(in: "thresholds").isEmpty)
  }

  @Test(
    "a policy decides as the reference, step by step",
    arguments: Golden.cases(in: "thresholds"))
  func probabilities(_ golden: GoldenCase) throws {
    let file = try golden.load()
    guard let policy = try policy(for: file) else {
      Issue.record("\(file.name): unknown op '\(file.operation)'")
      return
    }
    try run(policy, file) { policy, batch in policy.select(batch) }
  }

  @Test(
    "a policy decides the same when it reads a step's logits",
    arguments: Golden.cases(in: "thresholds"))
  func steps(_ golden: GoldenCase) throws {
    let file = try golden.load()
    guard let policy = try policy(for: file) else { return }
    try run(policy, file) { policy, batch in
      var logits: [ViewRequest: Tensor] = [:]
      for request in policy.requests {
        let source = request.view.pool == .labeled ? batch.labeledProbabilities : nil
        logits[request] = (source ?? batch.probabilities).log()
      }
      return policy.select(
        makeStep(
          logits: logits, labels: batch.labels, sampleIDs: batch.sampleIDs,
          poolSize: batch.poolSize, classCount: batch.probabilities.shape[1]))
    }
  }

  /// Returns the policy that a case's attributes describe; nil for an unknown operation.
  private func policy(for file: GoldenFile) throws -> (any ProbabilityPolicy)? {
    func number(_ key: String) throws -> Double { try file.number(key) }
    let classCount = try file.shape("in.weak")[2]
    switch file.operation {
    case "fixed": return FixedThreshold(Float(try number("tau")))
    case "flexmatch":
      let mapping = try #require(
        FlexMatchThreshold.Mapping(rawValue: try file.string("mapping")), "\(file.name): mapping")
      return FlexMatchThreshold(
        Float(try number("tau")), warmUp: try file.string("warmup") == "true", mapping: mapping)
    case "freematch": return FreeMatchThreshold(momentum: try number("momentum"))
    case "softmatch":
      let target = try #require(
        DistributionAlignment.Target(rawValue: try file.string("alignment")),
        "\(file.name): alignment")
      let (momentum, deviations) = (try number("momentum"), try number("n_sigma"))
      return SoftMatchWeighting(
        .init {
          ($0.momentum, $0.deviations, $0.alignment) = (momentum, deviations, target)
        })
    case "adamatch":
      let (fraction, momentum) = (Float(try number("tau")), try number("momentum"))
      return AdaMatchThreshold(
        .init {
          ($0.fraction, $0.momentum) = (fraction, momentum)
          ($0.alignmentQueue, $0.interpolation) = (0, false)
        })
    case "dta":
      let (beta, gamma) = (try number("beta"), try number("gamma"))
      let floor = Float(try number("floor"))
      return DynamicThresholdAdjustment(
        .init {
          ($0.beta, $0.gamma, $0.initialThreshold, $0.floor) = (beta, gamma, floor, floor)
          ($0.evidence, $0.evidenceNetwork) = (.labeledBatches, .student)
        }, classCount: classCount)
    default: return nil
    }
  }

  private func run(
    _ policy: any ProbabilityPolicy, _ file: GoldenFile,
    select: (inout any ProbabilityPolicy, EvaluatedBatch) -> Selection
  ) throws {
    var policy = policy
    let shape = try file.shape("in.weak")
    let (steps, samples, classes) = (shape[0], shape[1], shape[2])
    let weak = Tensor(try file.floats("in.weak"), shape: Shape(shape))
    let labeledShape = try file.shape("in.labeled")
    let labeled = Tensor(try file.floats("in.labeled"), shape: Shape(labeledShape))
    let ids = try file.integers("in.ids")
    let labels = try file.integers("in.labels")
    let weights = try file.floats("out.weight")
    let pseudoLabels = try file.integers("out.pseudo_label")
    let thresholds = try file.floats("out.threshold")
    let epochSteps = file.operation == "dta" ? Int(try file.number("steps_per_epoch")) : nil

    for step in 0..<steps {
      let batch = EvaluatedBatch(
        probabilities: weak.rows(step..<step + 1).reshaped([samples, classes]),
        sampleIDs: Array(ids[step * samples..<(step + 1) * samples]),
        poolSize: Int(try file.number("pool")),
        labeledProbabilities: labeled.rows(step..<step + 1)
          .reshaped([labeledShape[1], labeledShape[2]]),
        labels: Array(labels[step * labeledShape[1]..<(step + 1) * labeledShape[1]]))
      let selection = select(&policy, batch)
      let place = "\(file.name), step \(step)"
      expectClose(
        selection.weights, Array(weights[step * samples..<(step + 1) * samples]), within: 2e-6,
        "\(place), weights")
      #expect(
        selection.classes == Array(pseudoLabels[step * samples..<(step + 1) * samples]), "\(place)")
      expectClose(
        selection.thresholds, Array(thresholds[step * classes..<(step + 1) * classes]),
        within: 2e-6, "\(place), thresholds")
      if let epochSteps, (step + 1).isMultiple(of: epochSteps) {
        policy.endEpoch(
          EpochEnd(epoch: (step + 1) / epochSteps, labeledProbabilities: nil, labels: []))
      }
    }
  }
}

/// A policy that also decides from probabilities alone.
private protocol ProbabilityPolicy: ThresholdPolicy {
  mutating func select(_ batch: EvaluatedBatch) -> Selection
}

extension FixedThreshold: ProbabilityPolicy {}
extension FlexMatchThreshold: ProbabilityPolicy {}
extension DynamicThresholdAdjustment: ProbabilityPolicy {}
extension FreeMatchThreshold: ProbabilityPolicy {}
extension SoftMatchWeighting: ProbabilityPolicy {}
extension AdaMatchThreshold: ProbabilityPolicy {}
