/// The binary version of CIFAR-10: records of a label and 3072 bytes, red before green before blue.
///
/// Files are `data_batch_1.bin`, `data_batch_2.bin` and so on with `test_batch.bin`, or `train.bin`
/// with `test.bin`; class names are in `batches.meta.txt` or `classes.txt`, one a line.
///
/// Source: Krizhevsky, "Learning multiple layers of features from tiny images", 2009.
public struct CIFAR10Format: DatasetFormat {
  /// What stands before the colon.
  public let name = "cifar10"
  /// What the path names.
  public let summary = "folder of CIFAR-10's binary files"

  /// Creates the format.
  package init() {}

  /// Reads a data set; see ``DatasetFormat/load(_:options:)``.
  public func load(_ path: String, options: DatasetOptions) throws -> DatasetParts {
    try options.expectNoDrawing(of: path)
    let files = try files(in: path)
    let names = try classNames(in: path)
    return DatasetParts(
      train: try CIFARRecords.dataset(files.train, classNames: names).converted(by: options),
      test: try CIFARRecords.dataset([files.test], classNames: names).converted(by: options))
  }

  private func files(in folder: String) throws -> (train: [String], test: String) {
    let names = try FileBytes.names(in: folder)
    if names.contains("train.bin") || names.contains("test.bin") {
      return (
        [try CIFARRecords.file("train.bin", in: folder)],
        try CIFARRecords.file("test.bin", in: folder)
      )
    }
    let numbers = names.compactMap { name -> Int? in
      guard name.hasPrefix("data_batch_"), name.hasSuffix(".bin") else { return nil }
      return Int(name.dropFirst("data_batch_".count).dropLast(".bin".count))
    }
    guard let last = numbers.max(), last >= 1, last <= 1_000 else {
      throw DatasetError.unreadable(
        file: folder, reason: "there is neither train.bin nor data_batch_1.bin")
    }
    return (
      try (1...last).map { try CIFARRecords.file("data_batch_\($0).bin", in: folder) },
      try CIFARRecords.file("test_batch.bin", in: folder)
    )
  }

  private func classNames(in folder: String) throws -> [String] {
    let paths = ["batches.meta.txt", "classes.txt"].map { FileBytes.join(folder, $0) }
    guard let path = paths.first(where: FileBytes.isFile) else {
      throw DatasetError.unreadable(
        file: paths[0], reason: "there is no such file, nor classes.txt, to name the classes")
    }
    return try CIFARRecords.classNames(path)
  }
}
