import Foundation
import LossStrategies
import TensorCore
import TestSupport
import Testing
import TrainingSteps

@Suite("Loss strategies against PyTorch")
struct GoldenLossStrategyTests {
  /// Operations of the reference that are no losses of a training step by themselves.
  static let operationsOnly: Set = ["softmax", "log_softmax", "nt_xent"]

  @Test("there are cases that a strategy composes")
  func casesExist() throws {
    let operations = try Golden.cases(in: "losses").map { try $0.load().operation }
    #expect(operations.contains { !Self.operationsOnly.contains($0) })
  }

  @Test(
    "a strategy gives PyTorch's value and gradient", arguments: Golden.cases(in: "losses"))
  func loss(_ golden: GoldenCase) throws {
    let file = try golden.load()
    if Self.operationsOnly.contains(file.operation) { return }
    func constant(_ key: String) throws -> Tensor {
      Tensor(try file.floats("in." + key), shape: Shape(try file.shape("in." + key)))
    }
    let key = file.operation == "adaptive_negative" ? "strong" : "x"
    let x = try constant(key).variable()
    guard let (loss, step) = try composition(file, x, constant) else {
      Issue.record("\(file.name): unknown op '\(file.operation)'")
      return
    }
    let value = loss(step)
    #expect(value.shape == [], "\(file.name)")
    expectClose(value.values, try file.floats("out.y"), within: 1e-4, file.name)
    let up = try file.floats("up")[0]
    let gradient = Tensor.gradients(of: value * up, withRespectTo: [x])[0]
    expectClose(
      gradient.values, try file.floats("grad." + key), within: 1e-4, "\(file.name), gradient")
  }

  private func composition(
    _ file: GoldenFile, _ x: Tensor, _ constant: (String) throws -> Tensor
  ) throws -> (any LossStrategy, Step)? {
    let (rows, classCount) = (x.shape[0], x.shape[1])
    func unlabeled(
      _ loss: any LossStrategy, _ selection: Selection? = nil, target: Tensor? = nil
    ) -> (any LossStrategy, Step) {
      var logits: [ViewRequest: Tensor] = [:]
      for request in loss.requests { logits[request] = request.gradient ? x : target ?? x }
      return (
        loss,
        makeStep(
          logits: logits, sampleIDs: Array(0..<rows), poolSize: rows, classCount: classCount,
          selection: selection)
      )
    }
    func selection(
      _ probabilities: Tensor, weights: [Float]? = nil, labels: Selection.PseudoLabels? = nil,
      averages: ClassAverages? = nil
    ) -> Selection {
      var selection = Selection(
        weights: weights ?? [Float](repeating: 1, count: rows),
        pseudoLabels: labels ?? .hard(probabilities.argmaxRows()), probabilities: probabilities,
        thresholds: [Float](repeating: 0, count: classCount))
      selection[.classAverages] = averages
      return selection
    }
    func normalizer() throws -> LossNormalizer {
      try #require(LossNormalizer(rawValue: try file.string("normalizer")))
    }

    switch file.operation {
    case "cross_entropy":
      return (
        SupervisedCrossEntropy(labelSmoothing: Float(try file.number("label_smoothing"))),
        makeStep(
          logits: [.learned(.labeledWeak): x], labels: try file.integers("in.target"),
          classCount: classCount)
      )
    case "cross_entropy_soft":
      let target = try constant("target")
      return unlabeled(PseudoLabelCrossEntropy(), selection(target, labels: .soft(target)))
    case "cross_entropy_weighted":
      return unlabeled(
        PseudoLabelCrossEntropy(normalizer: try normalizer()),
        selection(
          x.detached().softmax(), weights: try file.floats("in.weight"),
          labels: .hard(try file.integers("in.target"))))
    case "entropy": return unlabeled(EntropyLoss())
    case "kl_div":
      return unlabeled(
        ConsistencyLoss(distance: .divergence), target: try constant("target").log())
    case "mse_softmax": return unlabeled(ConsistencyLoss(), target: try constant("target").log())
    case "freematch_fairness":
      return unlabeled(
        FairnessLoss(),
        selection(
          x.detached().softmax(), weights: try file.floats("in.accepted"),
          averages: ClassAverages(
            probabilities: try file.floats("in.model_probability"),
            histogram: try file.floats("in.model_histogram"))))
    case "selective_negative":
      let normalizer = try #require(
        SelectiveNegativeLearning.Normalizer(rawValue: try file.string("normalizer")))
      let epsilon = Float(try file.number("eps"))
      return unlabeled(
        SelectiveNegativeLearning(.belowProbability(Float(try file.number("tau")))) {
          ($0.normalizer, $0.epsilon) = (normalizer, epsilon)
        },
        selection(try constant("teacher"), weights: try file.floats("in.accepted")))
    case "adaptive_negative":
      return unlabeled(
        SelectiveNegativeLearning(.adaptiveTopK(ceiling: Float(try file.number("ceiling")))) {
          ($0.samples, $0.reduction) = (.all, .sum)
        },
        selection(try constant("weak").softmax()))
    default: return nil
    }
  }
}
