import TensorCore

/// What the rows of a batch of probabilities say together.
///
/// Rows that hold a number that is not finite are left out, so that one of them cannot spoil a
/// moving average for the rest of a run.
struct RowSummary {
  /// The most probable class of each row that counts; of equal ones the first.
  private(set) var classes: [Int] = []
  /// The largest probability of each row that counts.
  private(set) var confidences: [Float] = []
  /// The places of the rows that count.
  private(set) var rows: [Int] = []
  /// The mean probability of each class; zeros if no row counts.
  private(set) var meanProbabilities: [Double] = []

  /// The number of rows that count.
  var count: Int { rows.count }

  /// Sums up probabilities.
  ///
  /// - Parameter probabilities: `[samples, classes]`.
  init(_ probabilities: Tensor) {
    let columns = probabilities.shape[1]
    var sums = [Double](repeating: 0, count: columns)
    probabilities.withUnsafeValues { values in
      for row in 0..<probabilities.shape[0] {
        let start = row * columns
        var best = 0
        var isFinite = columns > 0
        for column in 0..<columns {
          if !values[start + column].isFinite { isFinite = false }
          if values[start + column] > values[start + best] { best = column }
        }
        guard isFinite else { continue }
        rows.append(row)
        classes.append(best)
        confidences.append(values[start + best])
        for column in 0..<columns { sums[column] += Double(values[start + column]) }
      }
    }
    let count = Double(max(rows.count, 1))
    meanProbabilities = sums.map { $0 / count }
  }

  /// The share of rows that fall into each class; zeros if no row counts.
  var histogram: [Double] {
    var shares = [Double](repeating: 0, count: meanProbabilities.count)
    for label in classes { shares[label] += 1 / Double(count) }
    return shares
  }

  /// The mean of the largest probabilities; nil if no row counts.
  var meanConfidence: Double? {
    count == 0 ? nil : confidences.reduce(0.0) { $0 + Double($1) } / Double(count)
  }

  /// The variance of the largest probabilities, divided by one less than their number; nil if
  /// fewer than two rows count.
  var confidenceVariance: Double? {
    guard let mean = meanConfidence, count > 1 else { return nil }
    let squares = confidences.reduce(0.0) { sum, confidence in
      let difference = Double(confidence) - mean
      return sum + difference * difference
    }
    return squares / Double(count - 1)
  }

  /// Returns a quantile of the largest probabilities, interpolated linearly; nil if no row counts.
  ///
  /// - Parameter share: Which quantile, from 0 to 1.
  /// - Returns: The quantile.
  func confidenceQuantile(_ share: Double) -> Double? {
    guard count > 0 else { return nil }
    let ordered = confidences.sorted()
    let place = share * Double(count - 1)
    let below = min(Int(place), count - 1)
    let above = min(below + 1, count - 1)
    let rest = place - Double(below)
    return Double(ordered[below]) * (1 - rest) + Double(ordered[above]) * rest
  }
}

/// Moves averages towards new values: `average = momentum * average + (1 - momentum) * value`.
func move(_ averages: inout [Double], towards values: [Double], momentum: Double) {
  check(averages.count == values.count, "\(values.count) values for \(averages.count) averages")
  for index in averages.indices {
    averages[index] = momentum * averages[index] + (1 - momentum) * values[index]
  }
}

/// Moves an average towards a new value: `average = momentum * average + (1 - momentum) * value`.
func move(_ average: inout Double, towards value: Double, momentum: Double) {
  average = momentum * average + (1 - momentum) * value
}
