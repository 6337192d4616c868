public import TensorCore

extension LabelSplit {
  /// Draws the same number of labeled samples of every class.
  ///
  /// The labeled samples of a smaller number are the first of those of a larger one under the same
  /// key, and the validation samples do not depend on the number of labels.
  ///
  /// - Parameters:
  ///   - labelsPerClass: The number of labeled samples of every class, at least 1.
  ///   - dataset: The training set.
  ///   - validationPerClass: The number of validation samples of every class.
  ///   - labeledInUnlabeledPool: Whether labeled samples are in the unlabeled pool too.
  ///   - byGroup: Whether no group of the data set is both labeled and in the validation set, and
  ///     labels come from few groups; see ``ImageDataset/groups``.
  ///   - key: What the draw depends on.
  /// - Returns: The split; labeled samples are listed class by class.
  /// - Throws: ``DatasetError/tooFew(className:found:needed:purpose:)`` if a class is too small.
  public static func perClass(
    _ labelsPerClass: Int, of dataset: ImageDataset, validationPerClass: Int = 0,
    labeledInUnlabeledPool: Bool = true, byGroup: Bool = false, key: RandomKey
  ) throws -> LabelSplit {
    try drawing(
      [Int](repeating: labelsPerClass, count: dataset.classNames.count), of: dataset,
      validationPerClass: validationPerClass, labeledInUnlabeledPool: labeledInUnlabeledPool,
      byGroup: byGroup, key: key)
  }

  /// Draws a number of labeled samples of each class, as ``perClass(_:of:validationPerClass:labeledInUnlabeledPool:byGroup:key:)``
  /// does.
  ///
  /// - Parameters:
  ///   - counts: The number of labeled samples of each class, at least 1.
  ///   - dataset: The training set.
  ///   - validationPerClass: The number of validation samples of every class.
  ///   - labeledInUnlabeledPool: Whether labeled samples are in the unlabeled pool too.
  ///   - byGroup: Whether no group of the data set is both labeled and in the validation set, and
  ///     labels come from few groups; see ``ImageDataset/groups``.
  ///   - key: What the draw depends on.
  /// - Returns: The split; labeled samples are listed class by class.
  /// - Throws: ``DatasetError/tooFew(className:found:needed:purpose:)`` if a class is too small.
  package static func drawing(
    _ counts: [Int], of dataset: ImageDataset, validationPerClass: Int = 0,
    labeledInUnlabeledPool: Bool = true, byGroup: Bool = false, key: RandomKey
  ) throws -> LabelSplit {
    check(counts.count == dataset.classNames.count, "drawing: one count a class")
    guard counts.allSatisfy({ $0 >= 1 }), validationPerClass >= 0 else {
      throw DatasetError.option("every class needs at least 1 label, and no negative number")
    }
    if byGroup {
      return try drawingGroups(
        counts, of: dataset, validationPerClass: validationPerClass,
        labeledInUnlabeledPool: labeledInUnlabeledPool, key: key)
    }
    var labeled: [Int] = []
    var validation: [Int] = []
    for (label, order) in shuffledClasses(of: dataset, key: key).enumerated() {
      try expect(
        counts[label] + validationPerClass, from: order.count, of: dataset.classNames[label],
        purpose: "for \(counts[label]) labels and \(validationPerClass) validation samples")
      labeled += order.prefix(counts[label])
      validation += order.suffix(validationPerClass)
    }
    return try LabelSplit(
      sampleCount: dataset.count, labeled: labeled, validation: validation,
      labeledInUnlabeledPool: labeledInUnlabeledPool)
  }

  /// Reads the labeled samples from a file of indices into the training set, one a line.
  ///
  /// Empty lines and what follows a `#` are skipped.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - dataset: The training set.
  ///   - validationPerClass: The number of validation samples of every class, drawn from the others.
  ///   - labeledInUnlabeledPool: Whether labeled samples are in the unlabeled pool too.
  ///   - byGroup: Whether no group of the data set is both labeled and in the validation set, and
  ///     labels come from few groups; see ``ImageDataset/groups``.
  ///   - key: What the draw of validation samples depends on.
  /// - Returns: The split; labeled samples are in the order of the file.
  /// - Throws: A ``DatasetError`` that names the file, and the line where one is wrong.
  public static func reading(
    _ path: String, of dataset: ImageDataset, validationPerClass: Int = 0,
    labeledInUnlabeledPool: Bool = true, byGroup: Bool = false, key: RandomKey
  ) throws -> LabelSplit {
    var labeled: [Int] = []
    var lines: [Int: Int] = [:]
    for (number, line) in try FileBytes.lines(path).enumerated() {
      let content = line.prefix { $0 != "#" }.filter { !$0.isWhitespace }
      if content.isEmpty { continue }
      let place = "line \(number + 1)"
      guard let index = Int(content) else {
        throw DatasetError.malformed(
          file: path, expected: "one sample index a line", found: "'\(line.prefix(40))' in \(place)"
        )
      }
      guard dataset.labels.indices.contains(index) else {
        throw DatasetError.malformed(
          file: path, expected: "sample indices from 0 up to \(dataset.count - 1)",
          found: "\(index) in \(place)")
      }
      if let first = lines.updateValue(number + 1, forKey: index) {
        throw DatasetError.malformed(
          file: path, expected: "every sample index once",
          found: "\(index) in line \(first) and in \(place)")
      }
      labeled.append(index)
    }
    guard !labeled.isEmpty else {
      throw DatasetError.malformed(file: path, expected: "sample indices", found: "none")
    }
    if byGroup {
      return try drawingGroups(
        [Int](repeating: 0, count: dataset.classNames.count), given: labeled, of: dataset,
        validationPerClass: validationPerClass, labeledInUnlabeledPool: labeledInUnlabeledPool,
        key: key, name: path)
    }
    var validation: [Int] = []
    let taken = Set(labeled)
    for (label, order) in shuffledClasses(of: dataset, key: key).enumerated() {
      let free = order.filter { !taken.contains($0) }
      try expect(
        validationPerClass, from: free.count, of: dataset.classNames[label],
        purpose: "for validation beside the labels of \(path)")
      validation += free.suffix(validationPerClass)
    }
    return try LabelSplit(
      sampleCount: dataset.count, labeled: labeled, validation: validation,
      labeledInUnlabeledPool: labeledInUnlabeledPool, name: path)
  }

  /// The places of the samples of every class, in an order that depends on the key alone.
  static func shuffledClasses(of dataset: ImageDataset, key: RandomKey) -> [[Int]] {
    var members = [[Int]](repeating: [], count: dataset.classNames.count)
    for (place, label) in dataset.labels.enumerated() where label != ImageDataset.unknownLabel {
      members[label].append(place)
    }
    return members.enumerated().map { label, places in
      var random = key.stream("label-split", sample: label)
      return random.permutation(of: places.count).map { places[$0] }
    }
  }

  static func expect(
    _ needed: Int, from found: Int, of className: String, purpose: String
  ) throws {
    guard found >= needed else {
      throw DatasetError.tooFew(
        className: className, found: found, needed: needed, purpose: purpose)
    }
  }
}
