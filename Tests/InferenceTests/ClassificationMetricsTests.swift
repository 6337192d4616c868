import Foundation
import Inference
import TensorCore
import Testing
import Training

@Suite("Classification metrics")
struct ClassificationMetricsTests {
  private let example = ClassificationMetrics(
    probabilities: Tensor(
      [0.7, 0.2, 0.1, 0.4, 0.4, 0.2, 0.1, 0.3, 0.6, 0.05, 0.9, 0.05], shape: [4, 3]),
    labels: [0, 1, 1, 1])

  private func expectClose(_ found: Double, _ expected: Double, _ tolerance: Double = 1e-6) {
    #expect(abs(found - expected) <= tolerance, "\(found) instead of \(expected)")
  }

  @Test("four samples, worked out by hand: counts, recall, precision, F1")
  func counts() {
    #expect(example.sampleCount == 4)
    #expect(example.confusionMatrix == [[1, 0, 0], [1, 1, 1], [0, 0, 0]])
    #expect(example.accuracy == 0.5)
    #expect(example.perClassRecall == [1, 1.0 / 3, nil])
    #expect(example.perClassPrecision == [0.5, 1, 0])
    expectClose(example.balancedAccuracy, 2.0 / 3)
    expectClose(example.macroF1, 7.0 / 18)
    #expect(example.topFiveAccuracy == nil)
    #expect(example.invalidSampleCount == 0)
  }

  @Test("four samples, worked out by hand: calibration, Brier score, likelihood")
  func calibration() {
    expectClose(example.expectedCalibrationError, 0.35)
    expectClose(example.adaptiveCalibrationError, 0.35)
    expectClose(example.brierScore, 0.39375)
    expectClose(
      example.negativeLogLikelihood, -(log(0.7) + log(0.4) + log(0.3) + log(0.9)) / 4)
  }

  @Test("bins of equal width gather the predictions between their borders")
  func reliability() {
    // Confidences 0.79 (right), 0.79 (wrong), 0.94 and 1 (both right): bins 11 and 14.
    let metrics = ClassificationMetrics(
      probabilities: Tensor([0.79, 0.21, 0.79, 0.21, 0.94, 0.06, 1, 0], shape: [4, 2]),
      labels: [0, 1, 0, 0])
    #expect(metrics.reliability.count == 15)
    #expect(metrics.reliability[11].count == 2)
    #expect(metrics.reliability[11].accuracy == 0.5)
    expectClose(metrics.reliability[11].meanConfidence, 0.79)
    #expect(metrics.reliability[14].count == 2)
    expectClose(metrics.reliability[14].meanConfidence, 0.97)
    #expect(metrics.reliability[0].count == 0)
    #expect(metrics.reliability[0].meanConfidence == 0)
    expectClose(metrics.expectedCalibrationError, (2 * 0.29 + 2 * 0.03) / 4)
  }

  @Test("adaptive bins hold equally many samples, whatever their order")
  func adaptive() {
    // Thirty samples in bins of two; half of each pair is right.
    var rows: [Float] = []
    var labels: [Int] = []
    for pair in 0..<15 {
      let confidence = 0.55 + 0.03 * Float(pair)
      rows += [confidence, 1 - confidence, confidence, 1 - confidence]
      labels += [0, 1]
    }
    let expected = (0..<15).map { 0.05 + 0.03 * Double($0) }.reduce(0, +) / 15
    let metrics = ClassificationMetrics(
      probabilities: Tensor(rows, shape: [30, 2]), labels: labels)
    expectClose(metrics.adaptiveCalibrationError, expected)
    let reversed = (0..<30).reversed().flatMap { [rows[2 * $0], rows[2 * $0 + 1]] }
    let other = ClassificationMetrics(
      probabilities: Tensor(reversed, shape: [30, 2]), labels: labels.reversed())
    expectClose(other.adaptiveCalibrationError, expected)
  }

  @Test("the five most probable count only with more than five classes; ties go to the first")
  func topFive() {
    let uniform = [Float](repeating: 1.0 / 6, count: 12)
    let metrics = ClassificationMetrics(
      probabilities: Tensor(uniform, shape: [2, 6]), labels: [4, 5])
    #expect(metrics.topFiveAccuracy == 0.5)
    #expect(metrics.accuracy == 0)
  }

  @Test("without samples everything is zero or nil, and nothing is lost in JSON")
  func empty() throws {
    let metrics = ClassificationMetrics(
      probabilities: Tensor(shape: [0, 3]) { _ in }, labels: [])
    #expect(metrics.accuracy == 0 && metrics.balancedAccuracy == 0 && metrics.macroF1 == 0)
    #expect(metrics.expectedCalibrationError == 0 && metrics.negativeLogLikelihood == 0)
    #expect(metrics.perClassRecall == [nil, nil, nil])
    for value in [metrics, example] {
      let data = try JSONEncoder().encode(value)
      #expect(try JSONDecoder().decode(ClassificationMetrics.self, from: data) == value)
    }
  }

  @Test("probabilities that are not finite count as zero and are counted")
  func notFinite() throws {
    let metrics = ClassificationMetrics(
      probabilities: Tensor([.nan, 0.4, .infinity, 0.3, .nan, .nan], shape: [3, 2]),
      labels: [1, 1, 1])
    #expect(metrics.invalidSampleCount == 3)
    #expect(metrics.accuracy == 2.0 / 3)
    expectClose(metrics.negativeLogLikelihood, -(log(0.4) + log(0.3) + log(1e-12)) / 3)
    #expect(throws: Never.self) { try JSONEncoder().encode(metrics) }
  }
}
