import TensorCore

extension ImageDataset {
  /// Draws a test set, as the options ask for.
  func drawingTest(
    _ options: DatasetOptions, skipped: [DatasetParts.Skipped]
  ) throws -> DatasetParts {
    guard options.drawsTest else {
      return DatasetParts(train: self, test: subset([]), skipped: skipped)
    }
    let split = try testSplit(
      fraction: options.testFraction ?? 0.2, byGroup: options.groupBy != nil,
      key: RandomKey(seed: options.seed))
    return DatasetParts(train: subset(split.train), test: subset(split.test), skipped: skipped)
  }

  /// Returns the places of a training and a test part, both ascending.
  ///
  /// Of every class, the share of the test part is the fraction, rounded, but at least one image
  /// and not all. Groups are taken in random order, each whole, unless it would give a class more
  /// test images than its share.
  ///
  /// - Parameters:
  ///   - fraction: The share of the test part, between 0 and 1.
  ///   - byGroup: Whether images of one group stay on one side.
  ///   - key: What the draw depends on.
  /// - Returns: The places of the two parts.
  /// - Throws: ``DatasetError/tooFew(className:found:needed:purpose:)`` if a class cannot be on both
  ///   sides.
  func testSplit(
    fraction: Double, byGroup: Bool, key: RandomKey
  ) throws -> (train: [Int], test: [Int]) {
    var wanted: [Int] = []
    for (label, count) in classCounts.enumerated() {
      guard count >= 2 else {
        throw DatasetError.tooFew(
          className: classNames[label], found: count, needed: 2,
          purpose: "to have one for training and one for the test")
      }
      wanted.append(min(count - 1, max(1, Int((Double(count) * fraction).rounded()))))
    }

    var members: [[Int]] = []
    if byGroup, let groups {
      var places: [String: Int] = [:]
      for (sample, group) in groups.enumerated() {
        if let place = places[group] {
          members[place].append(sample)
        } else {
          places[group] = members.count
          members.append([sample])
        }
      }
    } else {
      members = labels.indices.map { [$0] }
    }

    var isTest = [Bool](repeating: false, count: count)
    var random = key.stream("test-split")
    for place in random.permutation(of: members.count) {
      var left = wanted
      for sample in members[place] { left[labels[sample]] -= 1 }
      if left.allSatisfy({ $0 >= 0 }) {
        wanted = left
        for sample in members[place] { isTest[sample] = true }
      }
    }
    let test = labels.indices.filter { isTest[$0] }
    let found = subset(test).classCounts
    if let label = found.firstIndex(of: 0) {
      throw DatasetError.tooFew(
        className: classNames[label], found: 0, needed: 1,
        purpose: "in the test part: its groups are larger than the test fraction")
    }
    return (labels.indices.filter { !isTest[$0] }, test)
  }
}
