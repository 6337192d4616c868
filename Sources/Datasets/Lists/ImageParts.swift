import TensorCore

/// The image files of a data set, by part.
struct ImageParts {
  var classNames: [String]
  var train: [ImageList.Entry]
  var validation: [ImageList.Entry] = []
  var unlabeled: [ImageList.Entry] = []
  /// The test images; nil if a test set is to be drawn from the training images.
  var test: [ImageList.Entry]?

  /// Decodes all images, to one size and one number of channels.
  ///
  /// - Parameters:
  ///   - path: What errors call the data set.
  ///   - options: How to read it.
  /// - Returns: The parts; every class has a training image, and there is a test image.
  /// - Throws: A ``DatasetError``.
  func load(_ path: String, options: DatasetOptions) throws -> DatasetParts {
    if test != nil { try options.expectNoDrawing(of: path) }
    try expectEveryClass(
      in: train.map(\.label), needed: test == nil && options.drawsTest ? 2 : 1,
      purpose: "in \(path) for training")
    let parts = [train, validation, unlabeled, test ?? []]
    let list = ImageList(entries: parts.flatMap { $0 }, classNames: classNames)
    let (dataset, kept, skipped) = try list.load(options)
    var end = 0
    var start = 0
    let datasets = parts.map { part in
      end += part.count
      let next = kept[start...].firstIndex { $0 >= end } ?? kept.count
      defer { start = next }
      return dataset.subset(Array(start..<next))
    }
    try expectEveryClass(
      in: datasets[0].labels, needed: 1, purpose: "in \(path) for training that can be read")
    guard test != nil else {
      let drawn = try datasets[0].drawingTest(options, skipped: skipped)
      return DatasetParts(
        train: drawn.train, validation: datasets[1].nonEmpty, unlabeled: datasets[2].nonEmpty,
        test: drawn.test, skipped: skipped)
    }
    guard datasets[3].count > 0 else {
      throw DatasetError.malformed(
        file: path, expected: "at least one image in the test part that can be read",
        found: "none")
    }
    try expectApart(datasets[3], from: datasets[0..<3], path: path)
    return DatasetParts(
      train: datasets[0], validation: datasets[1].nonEmpty, unlabeled: datasets[2].nonEmpty,
      test: datasets[3], skipped: skipped)
  }

  private func expectEveryClass(in labels: [Int], needed: Int, purpose: String) throws {
    var counts = [Int](repeating: 0, count: classNames.count)
    for label in labels where label != ImageDataset.unknownLabel { counts[label] += 1 }
    if let label = counts.firstIndex(where: { $0 < needed }) {
      throw DatasetError.tooFew(
        className: classNames[label], found: counts[label], needed: needed, purpose: purpose)
    }
  }

  /// Refuses a given test part that shares a group with what is learned from.
  private func expectApart(
    _ test: ImageDataset, from others: ArraySlice<ImageDataset>, path: String
  ) throws {
    let groups = Set(test.groups ?? [])
    for other in others {
      if let shared = other.groups?.first(where: groups.contains) {
        throw DatasetError.malformed(
          file: path, expected: "no group in both the training and the test part",
          found: "'\(shared)' in both")
      }
    }
  }
}

extension ImageDataset {
  /// The data set itself, or nil if it has no images.
  fileprivate var nonEmpty: ImageDataset? { count > 0 ? self : nil }
}
