import Foundation
import TensorCore
import Testing
import Training
import TrainingSteps

@Suite("Pseudo-label metrics")
struct PseudoLabelMetricsTests {
  private func example() -> PseudoLabelMetrics {
    var metrics = PseudoLabelMetrics(classCount: 3)
    metrics.add(
      classes: [0, 0, 1, 2], weights: [1, 1, 0.5, 0], confidences: [0.99, 0.97, 0.51, 0.4],
      trueLabels: [0, 1, 1, 1])
    return metrics
  }

  @Test("four samples, worked out by hand")
  func counts() throws {
    let metrics = example()
    #expect(metrics.coverage == 0.75)
    #expect(metrics.meanWeight == 0.625)
    #expect(abs(try #require(metrics.meanConfidence) - 0.7175) < 1e-6)
    #expect(metrics.precision == 2.0 / 3)
    #expect(metrics.accuracy == 0.5)
    #expect(metrics.precisionByPseudoLabel == [0.5, 1, nil])
    #expect(metrics.coverageByPseudoLabel == [1, 1, 0])
    #expect(metrics.coverageByTrueClass == [1, 2.0 / 3, nil])
    #expect(metrics.confidenceHistogram[19] == 2)
    #expect(metrics.confidenceHistogram[10] == 1)
    #expect(metrics.confidenceHistogram.reduce(0, +) == 4)
  }

  @Test("samples whose class is not known count for coverage, not for precision")
  func unknown() {
    var metrics = example()
    metrics.add(
      classes: [1, 1], weights: [1, 0], confidences: [1, .nan], trueLabels: [nil, nil])
    metrics.add(classes: [2], weights: [1], confidences: [0.8])
    #expect(metrics.seenCount == 7)
    #expect(metrics.coverage == 5.0 / 7)
    #expect(metrics.precision == 2.0 / 3)
    #expect(metrics.confidenceHistogram[0] == 1)
    #expect(metrics.confidenceHistogram[19] == 3)
  }

  @Test("negative labels are right where they spare the true class")
  func negatives() {
    var metrics = PseudoLabelMetrics(classCount: 4)
    #expect(metrics.negativePrecision == nil)
    metrics.addNegatives([[1, 2], [0, 3], [], [0, 1]], trueLabels: [0, 3, 1, nil])
    #expect(metrics.negativeCount == 4)
    #expect(metrics.negativePrecision == 0.75)
  }

  @Test("merging two records equals gathering in one; a reset forgets")
  func merge() {
    var one = example()
    one.addNegatives([[2]], trueLabels: [1])
    var both = one
    both.merge(example())
    #expect(both.seenCount == 8 && both.negativeCount == 1)
    #expect(both.precision == one.precision && both.coverage == one.coverage)
    #expect(both.selectedConfusion == [[2, 0, 0], [2, 2, 0], [0, 0, 0]])
    both.reset()
    #expect(both == PseudoLabelMetrics(classCount: 3))
  }

  @Test("a selection carries everything that is needed")
  func selection() {
    var metrics = PseudoLabelMetrics(classCount: 3)
    metrics.add(
      Selection(
        weights: [1, 0], pseudoLabels: .hard([2, 0]),
        probabilities: Tensor([0.1, 0.1, 0.8, 0.6, 0.2, 0.2], shape: [2, 3]),
        thresholds: [0.7, 0.7, 0.7]),
      trueLabels: [2, 1])
    #expect(metrics.coverage == 0.5 && metrics.precision == 1)
    #expect(metrics.confidenceHistogram[16] == 1 && metrics.confidenceHistogram[12] == 1)
  }

  @Test("nothing seen is nil, and survives JSON as everything else does")
  func empty() throws {
    let empty = PseudoLabelMetrics(classCount: 2)
    #expect(empty.coverage == nil && empty.precision == nil && empty.meanConfidence == nil)
    for metrics in [empty, example()] {
      let data = try JSONEncoder().encode(metrics)
      #expect(try JSONDecoder().decode(PseudoLabelMetrics.self, from: data) == metrics)
    }
  }
}

@Suite("Median of the last evaluations")
struct MedianOfLastTests {
  @Test("the median of an odd and an even count, and of none")
  func median() {
    var series = MedianOfLast(20)
    #expect(series.median == nil)
    for value in [3.0, 1, .nan, 2] { series.add(value) }
    #expect(series.median == 2)
    series.add(10)
    #expect(series.median == 2.5)
  }

  @Test("only the last twenty count")
  func capacity() {
    var series = MedianOfLast(20)
    for value in 1...40 { series.add(Double(value)) }
    #expect(series.values.count == 20)
    #expect(series.median == 30.5)
  }

  @Test("a clock does not run backwards")
  func clock() {
    let clock = MonotonicClock()
    let first = clock.seconds
    #expect(first >= 0 && clock.seconds >= first)
  }
}
