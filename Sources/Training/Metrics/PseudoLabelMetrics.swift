import TensorCore
public import TrainingSteps

/// How many unlabeled samples a method learned from, and how often their pseudo-labels were right.
///
/// Gathers steps; two such records can be merged. A sample is selected if its weight is above zero.
/// What depends on true classes counts only samples whose hidden class is known. Shares are
/// fractions in 0 ... 1, and nil where there is nothing to divide by.
public struct PseudoLabelMetrics: Sendable, Hashable, Codable {
  /// The number of classes.
  public let classCount: Int
  /// The number of unlabeled samples seen; a sample counts once for every step that saw it.
  package private(set) var seenCount = 0
  /// The number of those that were selected.
  package private(set) var selectedCount = 0
  /// The sum of the weights of all seen samples.
  package private(set) var weightSum = 0.0
  /// The sum of the confidences of all seen samples.
  package private(set) var confidenceSum = 0.0
  /// The number of seen samples by pseudo-label.
  package private(set) var seenByPseudoLabel: [Int]
  /// The number of selected samples by pseudo-label.
  package private(set) var selectedByPseudoLabel: [Int]
  /// The number of seen samples of a hidden class (outer) by pseudo-label (inner).
  package private(set) var seenConfusion: [[Int]]
  /// The number of selected samples of a hidden class (outer) by pseudo-label (inner).
  package private(set) var selectedConfusion: [[Int]]
  /// The number of classes that samples were said not to be, hidden classes known.
  package private(set) var negativeCount = 0
  /// The number of those that indeed were not the sample's class.
  package private(set) var rightNegativeCount = 0
  /// The number of seen samples in twenty bins of confidence of equal width.
  ///
  /// Bin `b` holds `b / 20 <= c < (b + 1) / 20`, the last one 1 as well.
  package private(set) var confidenceHistogram = [Int](repeating: 0, count: 20)

  /// Creates an empty record.
  package init(classCount: Int) {
    self.classCount = classCount
    seenByPseudoLabel = [Int](repeating: 0, count: classCount)
    selectedByPseudoLabel = seenByPseudoLabel
    seenConfusion = [[Int]](repeating: seenByPseudoLabel, count: classCount)
    selectedConfusion = seenConfusion
  }

  /// Adds the unlabeled samples of one step.
  ///
  /// - Parameters:
  ///   - classes: The pseudo-labels.
  ///   - weights: How much each sample counts, from 0 to 1; 0 is rejected.
  ///   - confidences: The largest probability of each sample; one that is not finite counts as 0.
  ///   - trueLabels: The hidden classes, nil where unknown; an empty list if all are unknown.
  public mutating func add(
    classes: [Int], weights: [Float], confidences: [Float], trueLabels: [Int?] = []
  ) {
    check(
      weights.count == classes.count && confidences.count == classes.count
        && (trueLabels.isEmpty || trueLabels.count == classes.count),
      "pseudo-label metrics: lists of different lengths")
    for (sample, pseudoLabel) in classes.enumerated() {
      let isSelected = weights[sample] > 0
      let confidence = confidences[sample].isFinite ? confidences[sample] : 0
      seenCount += 1
      weightSum += weights[sample].isFinite ? Double(weights[sample]) : 0
      confidenceSum += Double(confidence)
      confidenceHistogram[Int(min(max(confidence * 20, 0), 19))] += 1
      seenByPseudoLabel[pseudoLabel] += 1
      if isSelected {
        selectedCount += 1
        selectedByPseudoLabel[pseudoLabel] += 1
      }
      guard !trueLabels.isEmpty, let label = trueLabels[sample] else { continue }
      seenConfusion[label][pseudoLabel] += 1
      if isSelected { selectedConfusion[label][pseudoLabel] += 1 }
    }
  }

  /// Adds a step's selection.
  ///
  /// - Parameters:
  ///   - selection: What the policy decided.
  ///   - trueLabels: The hidden classes, nil where unknown; an empty list if all are unknown.
  public mutating func add(_ selection: Selection, trueLabels: [Int?] = []) {
    let classes = max(1, classCount)
    let confidences = selection.probabilities.withUnsafeValues { values in
      stride(from: 0, to: values.count, by: classes).map { start in
        values[start..<min(start + classes, values.count)].max() ?? 0
      }
    }
    add(
      classes: selection.classes, weights: selection.weights, confidences: confidences,
      trueLabels: trueLabels)
  }

  /// Adds the classes that samples were said not to be.
  ///
  /// - Parameters:
  ///   - rejected: For every sample the classes that it was said not to be.
  ///   - trueLabels: The hidden classes, nil where unknown; samples of unknown class are left out.
  package mutating func addNegatives(_ rejected: [[Int]], trueLabels: [Int?]) {
    check(rejected.count == trueLabels.count, "negative labels: lists of different lengths")
    for (classes, label) in zip(rejected, trueLabels) {
      guard let label else { continue }
      negativeCount += classes.count
      for other in classes where other != label { rightNegativeCount += 1 }
    }
  }

  /// Adds all that another record gathered.
  package mutating func merge(_ other: PseudoLabelMetrics) {
    check(classCount == other.classCount, "merging records of different class counts")
    func add(_ target: inout [Int], _ source: [Int]) {
      for index in target.indices { target[index] += source[index] }
    }
    seenCount += other.seenCount
    selectedCount += other.selectedCount
    weightSum += other.weightSum
    confidenceSum += other.confidenceSum
    negativeCount += other.negativeCount
    rightNegativeCount += other.rightNegativeCount
    add(&seenByPseudoLabel, other.seenByPseudoLabel)
    add(&selectedByPseudoLabel, other.selectedByPseudoLabel)
    add(&confidenceHistogram, other.confidenceHistogram)
    for label in 0..<classCount {
      add(&seenConfusion[label], other.seenConfusion[label])
      add(&selectedConfusion[label], other.selectedConfusion[label])
    }
  }

  /// Forgets everything but the number of classes.
  package mutating func reset() {
    self = PseudoLabelMetrics(classCount: classCount)
  }
}

extension PseudoLabelMetrics {
  /// The share of seen samples that were selected.
  public var coverage: Double? { Self.share(selectedCount, of: seenCount) }

  /// The mean weight of all seen samples; equals the coverage where weights are 0 or 1.
  package var meanWeight: Double? { seenCount > 0 ? weightSum / Double(seenCount) : nil }

  /// The mean confidence of all seen samples.
  package var meanConfidence: Double? { seenCount > 0 ? confidenceSum / Double(seenCount) : nil }

  /// The share of selected samples whose pseudo-label was right.
  public var precision: Double? { Self.rightShare(of: selectedConfusion) }

  /// The share of all seen samples whose pseudo-label was right, selected or not.
  public var accuracy: Double? { Self.rightShare(of: seenConfusion) }

  /// The share of right ones among the selected samples with each pseudo-label.
  package var precisionByPseudoLabel: [Double?] {
    (0..<classCount).map { column in
      Self.share(
        selectedConfusion[column][column], of: selectedConfusion.reduce(0) { $0 + $1[column] })
    }
  }

  /// The share of selected ones among the samples with each pseudo-label.
  package var coverageByPseudoLabel: [Double?] {
    zip(selectedByPseudoLabel, seenByPseudoLabel).map { Self.share($0, of: $1) }
  }

  /// The share of selected ones among the samples of each hidden class.
  package var coverageByTrueClass: [Double?] {
    zip(selectedConfusion, seenConfusion).map {
      Self.share($0.reduce(0, +), of: $1.reduce(0, +))
    }
  }

  /// The share of right ones among the classes that samples were said not to be.
  package var negativePrecision: Double? { Self.share(rightNegativeCount, of: negativeCount) }

  private static func share(_ part: Int, of whole: Int) -> Double? {
    whole > 0 ? Double(part) / Double(whole) : nil
  }

  private static func rightShare(of confusion: [[Int]]) -> Double? {
    share(
      confusion.indices.reduce(0) { $0 + confusion[$1][$1] },
      of: confusion.reduce(0) { $0 + $1.reduce(0, +) })
  }
}
