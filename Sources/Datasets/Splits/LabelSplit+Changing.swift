package import TensorCore

extension LabelSplit {
  /// Returns the split with an unlabeled pool of a number of samples of each class.
  ///
  /// They are drawn from the samples that are neither labeled nor for validation; the others are set
  /// aside. Labeled samples join the pool beyond these numbers if the split has them there.
  ///
  /// - Parameters:
  ///   - counts: The number of unlabeled samples of each class, at least 0.
  ///   - dataset: The training set.
  ///   - key: What the draw depends on.
  /// - Returns: The split with a smaller pool.
  /// - Throws: ``DatasetError/tooFew(className:found:needed:purpose:)`` if a class is too small.
  package func drawingUnlabeled(
    _ counts: [Int], of dataset: ImageDataset, key: RandomKey
  ) throws -> LabelSplit {
    check(counts.count == dataset.classNames.count, "drawingUnlabeled: one count a class")
    var left: [Int] = []
    for (label, order) in free(of: dataset, key: key).enumerated() {
      try Self.expect(
        counts[label], from: order.count, of: dataset.classNames[label],
        purpose: "for the unlabeled pool")
      left += order.dropFirst(counts[label])
    }
    return try LabelSplit(
      sampleCount: sampleCount, labeled: labeled, validation: validation,
      labeledInUnlabeledPool: labeledInUnlabeledPool, setAside: (setAside + left).sorted(),
      shownLabels: shownLabels)
  }

  /// Returns the number of samples of each class that an unlabeled pool can be drawn from.
  ///
  /// - Parameter dataset: The training set.
  /// - Returns: The number of samples that are neither labeled nor for validation, by class.
  package func freeCounts(of dataset: ImageDataset) -> [Int] {
    free(of: dataset, key: RandomKey(seed: 0)).map(\.count)
  }

  /// Returns the split with wrong labels among those that are shown.
  ///
  /// Validation and test labels stay true.
  ///
  /// - Parameters:
  ///   - noise: How labels become wrong.
  ///   - dataset: The training set.
  ///   - key: What the choice of samples and wrong labels depends on.
  /// - Returns: The split with shown labels.
  /// - Throws: ``DatasetError/option(_:)`` if the noise does not fit the classes.
  package func showing(
    _ noise: LabelNoise, of dataset: ImageDataset, key: RandomKey
  ) throws -> LabelSplit {
    try LabelSplit(
      sampleCount: sampleCount, labeled: labeled, validation: validation,
      labeledInUnlabeledPool: labeledInUnlabeledPool, setAside: setAside,
      shownLabels: noise.applied(
        to: labeled.map { dataset.labels[$0] }, classNames: dataset.classNames, key: key))
  }

  /// The samples of each class that are neither labeled nor for validation, in random order.
  private func free(of dataset: ImageDataset, key: RandomKey) -> [[Int]] {
    let taken = Set(labeled).union(validation).union(setAside)
    return Self.shuffledClasses(of: dataset, key: key).map { order in
      order.filter { !taken.contains($0) }
    }
  }
}
