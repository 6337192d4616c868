import TensorCore

/// Numbers of labels of each class that a paper fixed, under the name that `--split` takes.
public struct NamedSplit: Sendable {
  /// The name, such as `ada-cm-400`.
  public let name: String
  /// The number of labeled samples of each class, by the class's name.
  public let counts: [String: Int]

  /// All named splits: those of Ada-CM for RAF-DB, with fewer labels of fear.
  ///
  /// Source: Li et al., "Towards Semi-Supervised Deep Facial Expression Recognition with An Adaptive
  /// Confidence Margin", CVPR 2022 (arXiv 2203.12341), README of its code. Samples are drawn at
  /// random there as here; the paper fixes numbers, not images.
  public static let all: [NamedSplit] = [
    (100, fear: 10, others: 15), (400, fear: 40, others: 60), (1_000, fear: 100, others: 150),
    (2_000, fear: 200, others: 300), (4_000, fear: 250, others: 625),
  ].map { total, fear, others in
    NamedSplit(
      name: "ada-cm-\(total)",
      counts: Dictionary(
        uniqueKeysWithValues: RAFDBFormat.classNames.map { ($0, $0 == "fear" ? fear : others) }))
  }

  /// Returns the split of a name; nil if there is none.
  ///
  /// - Parameter name: The name.
  /// - Returns: The split, or nil.
  public static func named(_ name: String) -> NamedSplit? { all.first { $0.name == name } }

  /// Returns the number of labeled samples of each class of a data set, in its order.
  ///
  /// - Parameter dataset: The training set.
  /// - Returns: The numbers.
  /// - Throws: ``DatasetError/option(_:)`` if its classes are not those of the split.
  public func counts(for dataset: ImageDataset) throws -> [Int] {
    guard Set(dataset.classNames) == Set(counts.keys) else {
      throw DatasetError.option(
        "the split \(name) is for the classes \(counts.keys.sorted().joined(separator: ", ")); "
          + "the data have \(dataset.classNames.joined(separator: ", "))")
    }
    return dataset.classNames.map { counts[$0] ?? 0 }
  }
}
