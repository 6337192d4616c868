import TensorCore

extension LabelSplit {
  /// Draws labeled and validation samples from different groups, such as persons.
  ///
  /// The groups stand in a random order. Labeled samples are taken group by group from its front, and
  /// validation samples from its back, as long as their classes are wanted. Whatever else belongs to a
  /// group of the validation set has no use; whatever else belongs to a labeled group is in the
  /// unlabeled pool just if labeled samples are. So no group is on both sides of the validation, nor
  /// of labeled and unlabeled samples where they are kept apart.
  ///
  /// - Parameters:
  ///   - counts: The number of labeled samples of each class; ignored where `given` is not nil.
  ///   - given: The places of labeled samples that were chosen before, or nil.
  ///   - dataset: The training set, with groups.
  ///   - validationPerClass: The number of validation samples of each class.
  ///   - labeledInUnlabeledPool: Whether labeled samples belong to the unlabeled pool too.
  ///   - key: What the draw depends on.
  ///   - name: What errors call the split.
  /// - Returns: The split.
  /// - Throws: A ``DatasetError`` for data without groups or with too few samples of a class.
  static func drawingGroups(
    _ counts: [Int], given: [Int]? = nil, of dataset: ImageDataset, validationPerClass: Int,
    labeledInUnlabeledPool: Bool, key: RandomKey, name: String = "label split"
  ) throws -> LabelSplit {
    guard let groups = dataset.groups else {
      throw DatasetError.option("the data do not say what their images belong to")
    }
    let order = shuffled(groups, key: key)
    var draft = Draft(labels: dataset.labels, counts: counts)
    var isLabeledGroup = [Bool](repeating: false, count: order.count)
    if let given {
      let taken = Set(given)
      draft.taken = given
      for (place, members) in order.enumerated() {
        isLabeledGroup[place] = members.contains(where: taken.contains)
      }
    } else {
      for (place, members) in order.enumerated() { isLabeledGroup[place] = draft.take(members) }
      try draft.expectDone(dataset, purpose: "labels, group by group")
    }

    var validation = Draft(
      labels: dataset.labels,
      counts: [Int](repeating: validationPerClass, count: dataset.classNames.count))
    var rest: [Int] = []
    for (place, members) in order.enumerated().reversed() where !isLabeledGroup[place] {
      let before = validation.taken.count
      if validation.take(members) {
        let used = Set(validation.taken[before...])
        rest += members.filter { !used.contains($0) }
      }
    }
    try validation.expectDone(
      dataset, purpose: "for validation in groups without labeled images")
    if !labeledInUnlabeledPool {
      let labeled = Set(draft.taken)
      for (place, members) in order.enumerated() where isLabeledGroup[place] {
        rest += members.filter { !labeled.contains($0) }
      }
    }
    return try LabelSplit(
      sampleCount: dataset.count, labeled: draft.taken, validation: validation.taken,
      labeledInUnlabeledPool: labeledInUnlabeledPool, setAside: rest.sorted(), name: name)
  }

  /// The places of every group's samples, both in random order.
  private static func shuffled(_ groups: [String], key: RandomKey) -> [[Int]] {
    var members: [[Int]] = []
    var places: [String: Int] = [:]
    for (sample, group) in groups.enumerated() {
      let place = places[group] ?? members.count
      if place == members.count {
        places[group] = place
        members.append([])
      }
      members[place].append(sample)
    }
    var random = key.stream("label-split-groups")
    return random.permutation(of: members.count).map { place in
      var inner = key.stream("label-split-groups", sample: place + 1)
      return inner.permutation(of: members[place].count).map { members[place][$0] }
    }
  }

  /// Samples that are being gathered.
  private struct Draft {
    let labels: [Int]
    var wanted: [Int]
    private let counts: [Int]
    var taken: [Int] = []

    init(labels: [Int], counts: [Int]) {
      self.labels = labels
      self.counts = counts
      wanted = counts
    }

    /// Takes what is wanted of a group; returns whether there was any.
    mutating func take(_ members: [Int]) -> Bool {
      let before = taken.count
      for sample in members where labels[sample] >= 0 && wanted[labels[sample]] > 0 {
        wanted[labels[sample]] -= 1
        taken.append(sample)
      }
      return taken.count > before
    }

    func expectDone(_ dataset: ImageDataset, purpose: String) throws {
      guard let label = wanted.firstIndex(where: { $0 > 0 }) else { return }
      throw DatasetError.tooFew(
        className: dataset.classNames[label], found: counts[label] - wanted[label],
        needed: counts[label], purpose: purpose)
    }
  }
}
