/// Predictions of similar confidence: how sure they were, and how often they were right.
public struct ReliabilityBin: Sendable, Hashable, Codable {
  /// The least confidence of the bin; not part of it, except in the first.
  package let lower: Double
  /// The largest confidence of the bin.
  package let upper: Double
  /// The number of predictions.
  public private(set) var count = 0
  /// The mean confidence; 0 in an empty bin.
  package private(set) var meanConfidence = 0.0
  /// The share of right predictions; 0 in an empty bin.
  public private(set) var accuracy = 0.0

  /// How far confidence and accuracy lie apart.
  var gap: Double { abs(meanConfidence - accuracy) }

  /// Gathers predictions.
  init(
    lower: Double, upper: Double, predictions: some Sequence<(confidence: Float, isRight: Bool)>
  ) {
    self.lower = lower
    self.upper = upper
    var (sum, right) = (0.0, 0)
    for prediction in predictions {
      count += 1
      sum += Double(prediction.confidence)
      right += prediction.isRight ? 1 : 0
    }
    if count > 0 {
      meanConfidence = sum / Double(count)
      accuracy = Double(right) / Double(count)
    }
  }

  /// Returns bins of equal width; bin `b` of `B` holds `b / B < c <= (b + 1) / B`.
  static func equalWidth(
    _ predictions: [(confidence: Float, isRight: Bool)], count: Int
  ) -> [ReliabilityBin] {
    var groups = [[(confidence: Float, isRight: Bool)]](repeating: [], count: count)
    for prediction in predictions {
      let place = (Double(prediction.confidence) * Double(count)).rounded(.up) - 1
      groups[Int(min(max(place, 0), Double(count - 1)))].append(prediction)
    }
    return groups.enumerated().map { index, group in
      ReliabilityBin(
        lower: Double(index) / Double(count), upper: Double(index + 1) / Double(count),
        predictions: group)
    }
  }

  /// Returns bins of (nearly) equally many predictions, from the least to the most confident.
  static func equalMass(
    _ predictions: [(confidence: Float, isRight: Bool)], count: Int
  ) -> [ReliabilityBin] {
    let sorted = predictions.sorted {
      $0.confidence == $1.confidence
        ? $1.isRight && !$0.isRight : $0.confidence < $1.confidence
    }
    return (0..<count).compactMap { index in
      let members = sorted[index * sorted.count / count..<(index + 1) * sorted.count / count]
      guard let first = members.first, let last = members.last else { return nil }
      return ReliabilityBin(
        lower: Double(first.confidence), upper: Double(last.confidence), predictions: members)
    }
  }
}
