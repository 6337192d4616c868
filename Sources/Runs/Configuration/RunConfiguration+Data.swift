public import Datasets
import TensorCore
import Training

extension RunConfiguration {
  /// Reads the data set that the configuration names, and the second source of unlabeled images.
  ///
  /// - Parameter cache: Where decoded images are kept; nil for memory. The images do not depend on it.
  /// - Returns: The parts of the data set.
  /// - Throws: A `DatasetError`.
  public func loadParts(cache: ImageCache? = nil) throws -> DatasetParts {
    try loadParts(cache: cache, drawsTest: true)
  }

  /// Reads the data set, also without drawing a test set from data that have none.
  package func loadParts(cache: ImageCache?, drawsTest: Bool) throws -> DatasetParts {
    var options = DatasetOptions(
      imageSize: imageSize, classCount: classCount, testFraction: testFraction, groupBy: groupBy,
      seed: seed, unreadable: skipsUnreadable == true ? .skip : .fail, cache: cache)
    options.drawsTest = drawsTest
    let parts = try DatasetSource(parsing: data).load(options)
    guard let unlabeledData else { return parts }
    return try parts.addingUnlabeled(DatasetSource(parsing: unlabeledData), options: options)
  }

  /// Chooses the labeled and validation samples and the unlabeled pool among all parts.
  ///
  /// Validation samples come from the data set's own validation part if it has one, which is not
  /// learned from in any case, and else from the training images.
  ///
  /// - Parameter parts: The images.
  /// - Returns: The split of `DatasetParts.all`.
  /// - Throws: A `DatasetError`, or `mismatch(_:)` for two ways at once.
  public func makeSplit(of parts: DatasetParts) throws -> LabelSplit {
    guard parts.validation != nil || parts.unlabeled != nil else {
      return try makeSplit(of: parts.train)
    }
    var configuration = self
    var chosen: [Int] = []
    if let own = parts.validation {
      configuration.validationPerClass = 0
      if validationPerClass > 0 {
        chosen = try LabelSplit.perClass(
          validationPerClass, of: own, key: RandomKey(seed: seed)
        ).labeled.map { $0 + parts.train.count }
      }
    }
    let split = try configuration.makeSplit(of: parts.train)
    let taken = Set(chosen)
    let own = parts.train.count..<parts.train.count + (parts.validation?.count ?? 0)
    return try LabelSplit(
      sampleCount: parts.all.count, labeled: split.labeled,
      validation: split.validation + chosen,
      labeledInUnlabeledPool: split.labeledInUnlabeledPool,
      setAside: split.setAside + own.filter { !taken.contains($0) },
      shownLabels: split.shownLabels)
  }

  /// Chooses the labeled and validation samples and the unlabeled pool, and the labels shown.
  ///
  /// - Parameter train: The training images.
  /// - Returns: The split: from the file, drawn with the seed, or everything labeled.
  /// - Throws: A `DatasetError`, or `mismatch(_:)` for two ways at once.
  public func makeSplit(of train: ImageDataset) throws -> LabelSplit {
    let key = RandomKey(seed: seed)
    var split = try labeledSplit(of: train, key: key)
    if unlabeledPerClass != nil || unlabeledImbalance != nil {
      let imbalance = try ClassImbalance(ratio: unlabeledImbalance ?? 1)
      let largest = unlabeledPerClass ?? imbalance.largest(fitting: split.freeCounts(of: train))
      split = try split.drawingUnlabeled(
        imbalance.counts(largest: largest, classCount: train.classNames.count), of: train, key: key)
    }
    if let labelNoise {
      split = try split.showing(LabelNoise(parsing: labelNoise), of: train, key: key)
    }
    return split
  }

  private func labeledSplit(of train: ImageDataset, key: RandomKey) throws -> LabelSplit {
    let inPool = labeledInUnlabeledPool ?? true
    let byGroup = groupBy != nil
    if let split {
      guard labelsPerClass == nil, labeledImbalance == nil else {
        throw TrainingError.mismatch(
          "a split file and a number or an imbalance of labels exclude each other")
      }
      if let named = NamedSplit.named(split) {
        return try LabelSplit.drawing(
          named.counts(for: train), of: train, validationPerClass: validationPerClass,
          labeledInUnlabeledPool: inPool, byGroup: byGroup, key: key)
      }
      return try LabelSplit.reading(
        split, of: train, validationPerClass: validationPerClass, labeledInUnlabeledPool: inPool,
        byGroup: byGroup, key: key)
    }
    if let counts = try drawnCounts(of: train) {
      return try LabelSplit.drawing(
        counts, of: train, validationPerClass: validationPerClass,
        labeledInUnlabeledPool: inPool, byGroup: byGroup, key: key)
    }
    let one = try LabelSplit.perClass(
      1, of: train, validationPerClass: validationPerClass, byGroup: byGroup, key: key)
    let held = Set(one.validation).union(one.setAside)
    return try LabelSplit(
      sampleCount: train.count, labeled: (0..<train.count).filter { !held.contains($0) },
      validation: one.validation, labeledInUnlabeledPool: inPool, setAside: one.setAside)
  }

  /// The number of labels to draw of each class; nil for all there are.
  private func drawnCounts(of train: ImageDataset) throws -> [Int]? {
    guard let labeledImbalance else {
      return labelsPerClass.map { [Int](repeating: $0, count: train.classNames.count) }
    }
    let imbalance = try ClassImbalance(ratio: labeledImbalance)
    let free = train.classCounts.map { max(0, $0 - validationPerClass) }
    let largest = labelsPerClass ?? imbalance.largest(fitting: free)
    let counts = imbalance.counts(largest: largest, classCount: free.count)
    guard counts.allSatisfy({ $0 > 0 }) else {
      throw TrainingError.mismatch(
        "with \(largest) labels in the largest class, an imbalance of \(labeledImbalance) leaves "
          + "a class without any; at least \(Int(labeledImbalance.magnitude.rounded(.up))) are "
          + "needed")
    }
    return counts
  }
}
