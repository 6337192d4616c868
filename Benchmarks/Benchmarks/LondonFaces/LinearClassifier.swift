import Foundation

/// Multinomial logistic regression with an L2 penalty, fitted to convergence in double precision.
///
///     minimize over w, b   strength * sum over samples of CE(softmax(x w + b), label) + |w|^2 / 2
///
/// The objective of scikit-learn's `LogisticRegression(C: strength)`; the bias has no penalty. Steps are
/// Nesterov's with restarts, as long as the curvature allows.
struct LinearClassifier {
  private let featureCount: Int
  private let classCount: Int
  /// For each class its weights and its bias, `[classes, features + 1]`.
  private var weights: [Double]

  /// The fit did not end: its figures would be those of a weaker classifier.
  struct NotConverged: Error, CustomStringConvertible {
    let strength: Double
    let iterations: Int
    var description: String {
      "the linear classifier of strength \(strength) has not converged after \(iterations) steps"
    }
  }

  /// Fits until the gradient has vanished, to a millionth of its first size.
  init(
    fitting rows: [[Double]], labels: [Int], classCount: Int, strength: Double,
    iterations: Int = 50_000
  ) throws {
    featureCount = rows.first?.count ?? 0
    self.classCount = classCount
    weights = [Double](repeating: 0, count: classCount * (featureCount + 1))
    var (ahead, momentum) = (weights, 1.0)
    let rate = 1 / (1 + strength * Self.curvature(rows) / 2)
    var firstSize: Double?
    for _ in 0..<iterations {
      let slope = gradient(at: ahead, rows, labels, strength)
      let size = slope.reduce(0) { max($0, abs($1)) }
      if let firstSize, size <= 1e-6 * firstSize { return }
      firstSize = firstSize ?? size
      let next = zip(ahead, slope).map { $0 - rate * $1 }
      var turn = 0.0
      for index in next.indices { turn += slope[index] * (next[index] - weights[index]) }
      let grown = turn > 0 ? 1 : (1 + (1 + 4 * momentum * momentum).squareRoot()) / 2
      let share = turn > 0 ? 0 : (momentum - 1) / grown
      ahead = zip(next, weights).map { $0 + share * ($0 - $1) }
      (weights, momentum) = (next, grown)
    }
    throw NotConverged(strength: strength, iterations: iterations)
  }

  /// Returns the share of samples whose class is found.
  func accuracy(of rows: [[Double]], labels: [Int]) -> Double {
    let right = zip(rows, labels).count { row, label in
      let scores = scores(of: row, weights)
      return scores.indices.max { scores[$0] < scores[$1] } == label
    }
    return Double(right) / Double(labels.count)
  }

  private func scores(of row: [Double], _ weights: [Double]) -> [Double] {
    (0..<classCount).map { label in
      let start = label * (featureCount + 1)
      var sum = weights[start + featureCount]
      for (index, value) in row.enumerated() { sum += weights[start + index] * value }
      return sum
    }
  }

  private func gradient(
    at weights: [Double], _ rows: [[Double]], _ labels: [Int], _ strength: Double
  ) -> [Double] {
    var result = weights
    for label in 0..<classCount { result[(label + 1) * (featureCount + 1) - 1] = 0 }
    for (row, label) in zip(rows, labels) {
      let scores = scores(of: row, weights)
      let peak = scores.max() ?? 0
      let powers = scores.map { exp($0 - peak) }
      let sum = powers.reduce(0, +)
      for other in 0..<classCount {
        let error = strength * (powers[other] / sum - (other == label ? 1 : 0))
        let start = other * (featureCount + 1)
        for (index, value) in row.enumerated() { result[start + index] += error * value }
        result[start + featureCount] += error
      }
    }
    return result
  }

  /// Returns the largest eigenvalue of the products of samples, a constant 1 for the bias included.
  private static func curvature(_ rows: [[Double]]) -> Double {
    // Power iteration on the products of samples, which are few; the factor covers its rest.
    let products = rows.map { a in rows.map { b in zip(a, b).reduce(1) { $0 + $1.0 * $1.1 } } }
    var vector = rows.indices.map { 1 + 0.1 * Double($0) }
    var value = 0.0
    for _ in 0..<200 {
      let image = products.map { zip($0, vector).reduce(0) { $0 + $1.0 * $1.1 } }
      value = image.reduce(0) { $0 + $1 * $1 }.squareRoot()
      vector = image.map { $0 / max(value, 1e-300) }
    }
    return 1.01 * value
  }
}
