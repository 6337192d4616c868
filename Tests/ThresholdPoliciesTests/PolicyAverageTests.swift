import Foundation
import Parts
import TensorCore
import TestSupport
import Testing
import ThresholdPolicies
import TrainingSteps

@Suite("Averages of policies")
struct PolicyAverageTests {
  @Test("alignment towards the uniform distribution")
  func alignment() {
    var policy = AdaMatchThreshold(0.5, alignment: .uniform, queue: 0, interpolation: false)
    let selection = policy.select(
      EvaluatedBatch(
        probabilities: matrix([[0.5, 0.5], [1, 0]]), labeledProbabilities: matrix([[1, 0]]),
        labels: [0]))
    // The batch's mean is [0.75, 0.25]: factors 2/3 and 2.
    expectClose(selection.probabilities.values, [0.25, 0.75, 1, 0], within: 1e-5)
    #expect(selection.classes == [1, 0])
    #expect(selection.thresholds == [0.5, 0.5])
  }

  @Test("a batch of one leaves the variance alone")
  func singleSample() {
    var policy = SoftMatchWeighting(momentum: 0, alignment: .none)
    let one = policy.select(EvaluatedBatch(probabilities: matrix([[0.75, 0.25]])))
    #expect(one.thresholds == [0.75, 0.75] && one.weights == [1])
    let two = policy.select(EvaluatedBatch(probabilities: matrix([[1, 0], [0.5, 0.5]])))
    // Mean 0.75, variance 0.125, so exp(-0.0625 / (2 * 0.125 / 4)).
    expectClose(two.weights, [1, Float(exp(-1.0))], within: 1e-6)
  }

  @Test("alignment of soft weights leaves the pseudo-labels alone")
  func softLabelsBeforeAlignment() {
    var policy = SoftMatchWeighting(momentum: 0, alignment: .uniform)
    let selection = policy.select(
      EvaluatedBatch(probabilities: matrix([[0.6, 0.4], [0.9, 0.1]])))
    #expect(selection.classes == [0, 0])
    #expect(selection.probabilities.argmaxRows() == [1, 0])
  }

  @Test("FreeMatch's statistics are averages of probabilities and classes")
  func statistics() {
    var policy = FreeMatchThreshold(momentum: 0.5)
    let selection = policy.select(EvaluatedBatch(probabilities: matrix([[0.75, 0.25], [1, 0]])))
    #expect(
      selection[.classAverages]
        == ClassAverages(probabilities: [0.6875, 0.3125], histogram: [0.75, 0.25]))
    expectClose(
      selection.thresholds, [0.6875, 0.6875 * (0.3125 / 0.6875)], within: 1e-6)
  }

  @Test("a quantile and limits hold the global threshold")
  func quantile() {
    var policy = FreeMatchThreshold(momentum: 0, quantile: 0.5, limits: 0...0.7)
    let low = policy.select(
      EvaluatedBatch(
        probabilities: matrix([[0.5, 0.5], [0.5, 0.5], [0.625, 0.375], [0.75, 0.25]])))
    expectClose([low.thresholds[0]], [0.5625], within: 1e-6)
    let high = policy.select(EvaluatedBatch(probabilities: matrix([[1, 0]])))
    expectClose([high.thresholds[0]], [0.7], within: 1e-6)
  }
}
