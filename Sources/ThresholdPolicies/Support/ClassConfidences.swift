import TensorCore

/// Sums of confidences by class, and how many went into each.
struct ClassConfidences: Sendable, Codable {
  private var sums: [Double]
  private var counts: [Int]

  /// Creates empty sums.
  init(classCount: Int) {
    sums = [Double](repeating: 0, count: classCount)
    counts = [Int](repeating: 0, count: classCount)
  }

  /// The number of classes.
  var classCount: Int { min(sums.count, counts.count) }

  /// Adds one confidence.
  mutating func add(_ confidence: Float, of label: Int) {
    sums[label] += Double(confidence)
    counts[label] += 1
  }

  /// Adds the labeled samples that were classified correctly; rows that are not finite never are.
  ///
  /// - Parameters:
  ///   - probabilities: `[labeled, classes]`.
  ///   - labels: Their classes.
  mutating func addCorrect(_ probabilities: Tensor, labels: [Int]) {
    check(
      probabilities.shape.rank == 2 && probabilities.shape[0] == labels.count,
      "\(labels.count) labels for probabilities of shape \(probabilities.shape)")
    check(
      probabilities.shape[1] == classCount,
      "probabilities of shape \(probabilities.shape) for \(classCount) classes")
    let summary = RowSummary(probabilities)
    for (place, row) in summary.rows.enumerated() where summary.classes[place] == labels[row] {
      add(summary.confidences[place], of: labels[row])
    }
  }

  /// The mean confidence of each class; nil where nothing was added.
  var means: [Double?] {
    zip(sums, counts).map { $1 > 0 ? $0 / Double($1) : nil }
  }
}
