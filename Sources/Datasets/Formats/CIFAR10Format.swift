import TensorCore

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

  private static let side = 32
  private static let recordSize = 1 + 3 * side * side

  /// Creates the format.
  public init() {}

  /// Reads a data set; see ``DatasetFormat/load(_:options:)``.
  public func load(_ path: String, options: DatasetOptions) throws -> DatasetParts {
    try options.expectNoDrawing(of: path)
    let files = try files(in: path)
    let names = try classNames(in: path)
    return DatasetParts(
      train: try dataset(files.train, classNames: names).converted(by: options),
      test: try dataset([files.test], classNames: names).converted(by: options))
  }

  private func files(in folder: String) throws -> (train: [String], test: String) {
    let names = try FileBytes.names(in: folder)
    if names.contains("train.bin") || names.contains("test.bin") {
      return (
        [try expectFile("train.bin", in: folder)], try expectFile("test.bin", in: folder)
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
      try (1...last).map { try expectFile("data_batch_\($0).bin", in: folder) },
      try expectFile("test_batch.bin", in: folder)
    )
  }

  private func expectFile(_ name: String, in folder: String) throws -> String {
    let path = FileBytes.join(folder, name)
    guard FileBytes.isFile(path) else {
      throw DatasetError.unreadable(file: path, reason: "no such file")
    }
    return path
  }

  private func classNames(in folder: String) throws -> [String] {
    let paths = ["batches.meta.txt", "classes.txt"].map { FileBytes.join(folder, $0) }
    guard let path = paths.first(where: FileBytes.isFile) else {
      throw DatasetError.unreadable(
        file: paths[0], reason: "there is no such file, nor classes.txt, to name the classes")
    }
    let names = try FileBytes.lines(path)
    try expectDistinct(names, path: path)
    return names
  }

  private func dataset(_ paths: [String], classNames: [String]) throws -> ImageDataset {
    var labels: [Int] = []
    var pixels: [UInt8] = []
    for path in paths {
      let bytes = try FileBytes.read(path)
      let count = bytes.count / CIFAR10Format.recordSize
      guard count > 0, bytes.count.isMultiple(of: CIFAR10Format.recordSize) else {
        throw DatasetError.malformed(
          file: path, expected: "records of \(CIFAR10Format.recordSize) bytes",
          found: "\(bytes.count) bytes, which is no multiple of it")
      }
      for record in 0..<count {
        let label = Int(bytes[record * CIFAR10Format.recordSize])
        guard label < classNames.count else {
          throw DatasetError.malformed(
            file: path, expected: "labels below \(classNames.count), the number of class names",
            found: "\(label) in record \(record)")
        }
        labels.append(label)
      }
      pixels += CIFAR10Format.interleaved(bytes, count: count)
    }
    let images = ContiguousImageStore(
      width: CIFAR10Format.side, height: CIFAR10Format.side, channels: 3, pixels: pixels)
    return ImageDataset(images: images, labels: labels, classNames: classNames)
  }

  /// Returns the pixels of all records with the channels innermost.
  private static func interleaved(_ bytes: [UInt8], count: Int) -> [UInt8] {
    let plane = side * side
    return [UInt8](unsafeUninitializedCapacity: count * 3 * plane) { target, used in
      bytes.withUnsafeBufferPointer { source in
        for record in 0..<count {
          let from = record * recordSize + 1
          let to = record * 3 * plane
          for pixel in 0..<plane {
            target[to + 3 * pixel] = source[from + pixel]
            target[to + 3 * pixel + 1] = source[from + plane + pixel]
            target[to + 3 * pixel + 2] = source[from + 2 * plane + pixel]
          }
        }
      }
      used = count * 3 * plane
    }
  }
}
