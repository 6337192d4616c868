/// The binary version of CIFAR-100: records of a coarse label, a fine label and 3072 bytes.
///
/// Files are `train.bin` and `test.bin`; class names are in `fine_label_names.txt` and, for the twenty
/// coarse classes, in `coarse_label_names.txt`, one a line.
///
/// Source: Krizhevsky, "Learning multiple layers of features from tiny images", 2009.
public struct CIFAR100Format: DatasetFormat {
  /// What stands before the colon.
  public let name = "cifar100"
  /// What the path names.
  public let summary = "folder of CIFAR-100's binary files"
  /// The fine classes, or the coarse ones.
  public let classCounts = [100, 20]

  /// Creates the format.
  package init() {}

  /// Reads a data set; see ``DatasetFormat/load(_:options:)``.
  public func load(_ path: String, options: DatasetOptions) throws -> DatasetParts {
    try options.expectNoDrawing(of: path)
    let count = options.classCount ?? classCounts[0]
    let isFine = count == classCounts[0]
    let namesPath = try CIFARRecords.file(
      isFine ? "fine_label_names.txt" : "coarse_label_names.txt", in: path)
    let names = try CIFARRecords.classNames(namesPath)
    guard names.count == count else {
      throw DatasetError.malformed(
        file: namesPath, expected: "\(count) class names", found: "\(names.count)")
    }
    func part(_ name: String) throws -> ImageDataset {
      try CIFARRecords.dataset(
        [try CIFARRecords.file(name, in: path)], labelSize: 2, labelPlace: isFine ? 1 : 0,
        classNames: names
      ).converted(by: options)
    }
    return DatasetParts(train: try part("train.bin"), test: try part("test.bin"))
  }
}
