import Foundation
import Parts
import TensorCore
import TestSupport
import Testing
import ThresholdPolicies
import TrainingSteps

@Suite("Dynamic threshold adjustment")
struct DynamicThresholdAdjustmentTests {
  @Test(
    "thresholds follow mean confidence and epoch",
    arguments: [
      (0.99, 1, 0.8), (0.99, 2, 0.845829), (0.95, 3, 0.877797), (0.90, 3, 0.831597),
      (0.85, 3, 0.8), (0.99, 20, 0.960300), (0.70, 20, 0.8),
    ] as [(Float, Int, Float)])
  func numbers(_ mean: Float, _ epoch: Int, _ expected: Float) {
    var policy = DynamicThresholdAdjustment(classCount: 2)
    policy.endEpoch(
      EpochEnd(
        epoch: epoch, labeledProbabilities: matrix([[mean, 1 - mean], [0.9, 0.1]]), labels: [0, 1]))
    let thresholds = policy.select(EvaluatedBatch(probabilities: matrix([[0.5, 0.5]]))).thresholds
    #expect(abs(thresholds[0] - expected) < 1e-6)
    #expect(thresholds[1] == 0.8, "a class without correct predictions asks for the floor")
  }

  @Test("a smaller gamma grows more slowly")
  func gamma() {
    let policy = DynamicThresholdAdjustment(.init { $0.gamma = 2 }, classCount: 2)
    #expect(abs(policy.threshold(meanConfidence: 0.95, epoch: 3) - 0.819111) < 1e-6)
  }

  @Test("only correct predictions count, and the first threshold is the initial one")
  func correctOnly() {
    var policy = DynamicThresholdAdjustment(
      .init { ($0.beta, $0.initialThreshold, $0.floor, $0.rule) = (1, 0.6, 0.1, .classMean) },
      classCount: 3)
    let batch = EvaluatedBatch(probabilities: matrix([[0.6, 0.2, 0.2]]))
    #expect(policy.select(batch).thresholds == [0.6, 0.6, 0.6])
    #expect(policy.labeledEvaluation == .teacher)
    #expect(policy.requests == [ViewRequest(.unlabeledWeak, by: .teacher)])
    policy.endEpoch(
      EpochEnd(
        epoch: 1,
        labeledProbabilities: matrix([
          [0.5, 0.3, 0.2], [0.75, 0.25, 0], [0, 1, 0], [0, 0.25, 0.75], [.nan, .nan, .nan],
        ]), labels: [0, 0, 0, 2, 0]))
    expectClose(policy.select(batch).thresholds, [0.625, 0.1, 0.75], within: 1e-6)
  }

  @Test("a moving average over batches changes thresholds after every selection")
  func eachBatch() {
    let view = ViewRequest(.labeledWeak)
    var policy = DynamicThresholdAdjustment(
      .init {
        ($0.beta, $0.initialThreshold, $0.floor, $0.rule) = (1, 0.5, 0.2, .classMean)
        ($0.evidence, $0.evidenceNetwork) = (.eachLabeledBatch, .student)
        $0.evidenceMomentum = 0.5
      }, classCount: 2)
    #expect(policy.requests.contains(view) && policy.labeledEvaluation == nil)
    func select(_ confidence: Float) -> [Float] {
      policy.select(
        EvaluatedBatch(
          probabilities: matrix([[0.5, 0.5]]),
          labeledProbabilities: matrix([[confidence, 1 - confidence]]), labels: [0])
      ).thresholds
    }
    #expect(select(0.75) == [0.5, 0.5])
    #expect(select(0.875) == [0.75, 0.2])
    #expect(select(0.875) == [0.8125, 0.2])
  }

  @Test("the mean with unlabeled confidences stands on whichever is there")
  func withUnlabeled() {
    var policy = DynamicThresholdAdjustment(
      .init {
        ($0.beta, $0.initialThreshold, $0.floor) = (1, 0.5, 0.5)
        ($0.rule, $0.evidence) = (.classMeanWithUnlabeled, .eachLabeledBatch)
        ($0.evidenceNetwork, $0.evidenceMomentum) = (.student, 0)
      }, classCount: 3)
    _ = policy.select(
      EvaluatedBatch(
        probabilities: matrix([[0.75, 0.25, 0], [0, 0.875, 0.125], [0.4, 0.3, 0.3]]),
        labeledProbabilities: matrix([[1, 0, 0]]), labels: [0]))
    let next = policy.select(
      EvaluatedBatch(
        probabilities: matrix([[0.3, 0.3, 0.4]]), labeledProbabilities: matrix([[1, 0, 0]]),
        labels: [0]))
    #expect(next.thresholds == [0.875, 0.875, 0.5])
  }

  @Test("state of another number of classes does not decode")
  func corruptState() throws {
    let data = try JSONEncoder().encode(DynamicThresholdAdjustment(classCount: 3))
    let text = String(decoding: data, as: UTF8.self)
      .replacingOccurrences(of: "\"classCount\":3", with: "\"classCount\":4")
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(DynamicThresholdAdjustment.self, from: Data(text.utf8))
    }
  }
}
