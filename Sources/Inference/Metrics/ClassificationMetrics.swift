import Foundation
public import TensorCore

/// How well predicted probabilities fit known classes.
///
/// Accuracies and the like are fractions in 0 ... 1, and 0 where there are no samples; numbers of a
/// class that cannot be defined are nil. The predicted class is the one with the largest
/// probability (ties: the first). A probability that is not a finite number counts as 0, and
/// `invalidSampleCount` says in how many samples that happened.
public struct ClassificationMetrics: Sendable, Hashable, Codable {
  /// The number of samples.
  public let sampleCount: Int
  /// The number of classes.
  public let classCount: Int
  /// The number of samples with a probability that is not a finite number.
  package let invalidSampleCount: Int
  /// The number of samples of a true class (outer) that were taken for a class (inner).
  package let confusionMatrix: [[Int]]
  /// The share of right predictions.
  public let accuracy: Double
  /// The mean recall of the classes that have samples; classes without samples are left out.
  public let balancedAccuracy: Double
  /// The mean of `2 right / (samples + predictions)` over the classes that occur among the labels
  /// or the predictions.
  package let macroF1: Double
  /// The share of a class's samples that were recognized; nil for a class without samples.
  public let perClassRecall: [Double?]
  /// The share of a class's predictions that were right; nil for a class never predicted.
  package let perClassPrecision: [Double?]
  /// The share of samples whose class is among the five most probable; nil with up to five classes.
  package let topFiveAccuracy: Double?
  /// The mean distance of confidence and accuracy over the `reliability` bins, weighted by count.
  ///
  /// Source: Guo, Pleiss, Sun and Weinberger, "On calibration of modern neural networks", 2017,
  /// with 15 bins.
  public let expectedCalibrationError: Double
  /// The same over 15 bins of equally many samples, sorted by confidence.
  ///
  /// Source: Nguyen and O'Connor, "Posterior calibration and exploratory analysis for natural
  /// language processing models", 2015.
  package let adaptiveCalibrationError: Double
  /// The mean over samples of the squared distance of probabilities and the true class's one-hot.
  ///
  /// Source: Brier, "Verification of forecasts expressed in terms of probability", 1950.
  package let brierScore: Double
  /// The mean of `-log(p)` of the true class, with `p` taken as at least 1e-12.
  package let negativeLogLikelihood: Double
  /// Fifteen bins of confidence of equal width, for reliability plots.
  package let reliability: [ReliabilityBin]

  /// The number of bins of the calibration errors.
  static let binCount = 15

  /// Judges probabilities.
  ///
  /// - Parameters:
  ///   - probabilities: The probability of every class, `[samples, classes]`.
  ///   - labels: The true class of every sample, each in `0 ..< classes`.
  public init(probabilities: Tensor, labels: [Int]) {
    check(
      probabilities.shape.rank == 2 && probabilities.shape[0] == labels.count,
      "metrics of probabilities \(probabilities.shape) with \(labels.count) labels")
    let classes = probabilities.shape[1]
    check(
      labels.allSatisfy { $0 >= 0 && $0 < classes }, "a label outside the \(classes) classes")

    var confusion = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    var predictions: [(confidence: Float, isRight: Bool)] = []
    predictions.reserveCapacity(labels.count)
    var (invalid, inTopFive, squares, logarithms) = (0, 0, 0.0, 0.0)
    probabilities.withUnsafeValues { values in
      for (sample, label) in labels.enumerated() {
        let row = Row(
          UnsafeBufferPointer(rebasing: values[sample * classes..<(sample + 1) * classes]))
        invalid += row.isValid ? 0 : 1
        confusion[label][row.predicted] += 1
        predictions.append((row[row.predicted], row.predicted == label))
        inTopFive += row.rank(of: label) < 5 ? 1 : 0
        squares += row.squaredDistance(to: label)
        logarithms -= log(max(Double(row[label]), 1e-12))
      }
    }

    let count = labels.count
    func share(_ number: Double) -> Double { count > 0 ? number / Double(count) : 0 }
    let right = (0..<classes).map { confusion[$0][$0] }
    let samples = confusion.map { $0.reduce(0, +) }
    let predicted = (0..<classes).map { column in confusion.reduce(0) { $0 + $1[column] } }
    let recall = zip(right, samples).map { $1 > 0 ? Double($0) / Double($1) : nil }
    let scores = (0..<classes).compactMap { index -> Double? in
      let both = samples[index] + predicted[index]
      return both > 0 ? 2 * Double(right[index]) / Double(both) : nil
    }
    sampleCount = count
    classCount = classes
    invalidSampleCount = invalid
    confusionMatrix = confusion
    accuracy = share(Double(right.reduce(0, +)))
    balancedAccuracy = Self.mean(recall.compactMap(\.self))
    macroF1 = Self.mean(scores)
    perClassRecall = recall
    perClassPrecision = zip(right, predicted).map { $1 > 0 ? Double($0) / Double($1) : nil }
    topFiveAccuracy = classes > 5 ? share(Double(inTopFive)) : nil
    brierScore = share(squares)
    negativeLogLikelihood = share(logarithms)
    let bins = ReliabilityBin.equalWidth(predictions, count: Self.binCount)
    reliability = bins
    expectedCalibrationError = share(bins.reduce(0) { $0 + Double($1.count) * $1.gap })
    adaptiveCalibrationError = share(
      ReliabilityBin.equalMass(predictions, count: Self.binCount)
        .reduce(0) { $0 + Double($1.count) * $1.gap })
  }

  private static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }
}

/// The probabilities of one sample; what is not finite reads as 0.
private struct Row {
  private let values: UnsafeBufferPointer<Float>
  let isValid: Bool
  /// The place of the largest probability; ties: the first.
  let predicted: Int

  init(_ values: UnsafeBufferPointer<Float>) {
    self.values = values
    var (isValid, best, largest) = (true, 0, -Float.infinity)
    for (index, value) in values.enumerated() {
      if !value.isFinite { isValid = false }
      let readable = value.isFinite ? value : 0
      if readable > largest { (best, largest) = (index, readable) }
    }
    self.isValid = isValid
    predicted = best
  }

  subscript(index: Int) -> Float { values[index].isFinite ? values[index] : 0 }

  /// The number of classes before this one when sorted by probability, ties by place.
  func rank(of label: Int) -> Int {
    let own = self[label]
    return values.indices.reduce(0) { rank, index in
      rank + (self[index] > own || (self[index] == own && index < label) ? 1 : 0)
    }
  }

  func squaredDistance(to label: Int) -> Double {
    values.indices.reduce(0) { sum, index in
      let distance = Double(self[index]) - (index == label ? 1 : 0)
      return sum + distance * distance
    }
  }
}
