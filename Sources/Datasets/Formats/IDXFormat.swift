/// The four files of MNIST and its relatives: grey images and labels, plain or gzip.
///
/// Names are `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, `t10k-images-idx3-ubyte` and
/// `t10k-labels-idx1-ubyte`, with or without `.gz`. A file `classes.txt` names the classes, one a
/// line; without it they are called by their numbers.
public struct IDXFormat: DatasetFormat {
  /// What stands before the colon.
  public let name = "idx"
  /// What the path names.
  public let summary = "folder of MNIST's four files, plain or gzip"

  /// Creates the format.
  package init() {}

  /// Reads a data set; see ``DatasetFormat/load(_:options:)``.
  public func load(_ path: String, options: DatasetOptions) throws -> DatasetParts {
    try options.expectNoDrawing(of: path)
    let train = try part("train", in: path)
    let test = try part("t10k", in: path)
    guard train.images.width == test.images.width, train.images.height == test.images.height else {
      throw DatasetError.malformed(
        file: test.imagesPath,
        expected: "images of \(train.images.width) x \(train.images.height) pixels, as in "
          + train.imagesPath,
        found: "\(test.images.width) x \(test.images.height)")
    }
    let names = try classNames(in: path, train: train, test: test)
    return DatasetParts(
      train: try ImageDataset(images: train.images, labels: train.labels, classNames: names)
        .converted(by: options),
      test: try ImageDataset(images: test.images, labels: test.labels, classNames: names)
        .converted(by: options))
  }

  private struct Part {
    var imagesPath: String
    var labelsPath: String
    var images: ContiguousImageStore
    var labels: [Int]
  }

  private func part(_ prefix: String, in folder: String) throws -> Part {
    let imagesPath = try find(prefix + "-images", "idx3-ubyte", in: folder)
    let labelsPath = try find(prefix + "-labels", "idx1-ubyte", in: folder)
    let images = try IDXFile(imagesPath, axes: 3)
    let labels = try IDXFile(labelsPath, axes: 1)
    guard images.shape[1] > 0, images.shape[2] > 0, images.shape[0] > 0 else {
      throw DatasetError.malformed(
        file: imagesPath, expected: "at least one image of at least one pixel",
        found: "the shape \(images.shape)")
    }
    guard labels.shape[0] == images.shape[0] else {
      throw DatasetError.malformed(
        file: labelsPath, expected: "\(images.shape[0]) labels, as there are images",
        found: "\(labels.shape[0])")
    }
    return Part(
      imagesPath: imagesPath, labelsPath: labelsPath,
      images: ContiguousImageStore(
        width: images.shape[2], height: images.shape[1], channels: 1, pixels: images.values),
      labels: labels.values.map(Int.init))
  }

  private func find(_ start: String, _ end: String, in folder: String) throws -> String {
    let names = [start + "-" + end, start + "." + end].flatMap { [$0, $0 + ".gz"] }
    let paths = names.map { FileBytes.join(folder, $0) }
    if let path = paths.first(where: FileBytes.isFile) { return path }
    guard FileBytes.isFolder(folder) else {
      throw DatasetError.unreadable(file: folder, reason: "no such folder")
    }
    throw DatasetError.unreadable(
      file: paths[0], reason: "there is no such file, nor \(names[1])")
  }

  private func classNames(in folder: String, train: Part, test: Part) throws -> [String] {
    let count = max(train.labels.max() ?? 0, test.labels.max() ?? 0) + 1
    let path = FileBytes.join(folder, "classes.txt")
    guard FileBytes.isFile(path) else { return (0..<count).map(String.init) }
    let names = try FileBytes.lines(path)
    try expectDistinct(names, path: path)
    guard names.count >= count else {
      throw DatasetError.malformed(
        file: path, expected: "\(count) class names, as the labels go up to \(count - 1)",
        found: "\(names.count)")
    }
    return names
  }
}
