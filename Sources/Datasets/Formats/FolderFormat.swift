import TensorCore

/// A folder of class folders: every folder is a class, every PNG, JPEG, PPM or PGM file in it, or in
/// folders below it, one image.
///
/// If there are folders `train` and `test`, the class folders are in them; a class of the test part
/// must be one of the training part. Otherwise a test set is drawn. Classes are sorted by name. Files
/// that are no images by their extension are passed over, and so are hidden ones.
public struct FolderFormat: DatasetFormat {
  /// What stands before the colon.
  public let name = "folder"
  /// What the path names.
  public let summary = "folder of class folders with PNG, JPEG, PPM or PGM files"
  /// File, folder, and start of the file's name.
  public let groupKeys = GroupKey.ofFiles

  /// Creates the format.
  package init() {}

  /// Reads a data set; see ``DatasetFormat/load(_:options:)``.
  public func load(_ path: String, options: DatasetOptions) throws -> DatasetParts {
    if FileBytes.isFolder(FileBytes.join(path, "train")),
      FileBytes.isFolder(FileBytes.join(path, "test"))
    {
      return try parts(path, classNames: nil).load(path, options: options)
    }
    let classNames = try classFolders(in: path, atLeast: 2)
    return try ImageParts(
      classNames: classNames, train: try entries(in: path, classNames: classNames, under: path)
    ).load(path, options: options)
  }

  /// Reads all images below a folder; it needs no class folders.
  public func loadUnlabeled(_ path: String, options: DatasetOptions) throws -> UnlabeledImages {
    let entries = try ImageFolder.entries(
      in: path, label: ImageDataset.unknownLabel, under: path)
    guard !entries.isEmpty else {
      throw DatasetError.malformed(
        file: path, expected: "PNG, JPEG, PPM or PGM files in it or in folders below",
        found: "none")
    }
    let (images, _, skipped) = try ImageList(entries: entries, classNames: []).load(options)
    return UnlabeledImages(images: images, skipped: skipped)
  }

  /// Finds the images of the folders `train` and `test`.
  ///
  /// - Parameters:
  ///   - path: The folder that holds the two.
  ///   - classNames: The classes in their order; nil for the folders of the training part.
  /// - Returns: The images of both parts, not read yet.
  /// - Throws: A ``DatasetError`` for a folder that cannot be listed or a class that does not belong.
  func parts(_ path: String, classNames: [String]?) throws -> ImageParts {
    let (trainPath, testPath) = (FileBytes.join(path, "train"), FileBytes.join(path, "test"))
    let found = try classFolders(in: trainPath, atLeast: 2)
    let names = classNames ?? found
    for name in found where !names.contains(name) {
      throw DatasetError.malformed(
        file: FileBytes.join(trainPath, name),
        expected: "one of the classes \(names.joined(separator: ", "))", found: "'\(name)'")
    }
    for name in try classFolders(in: testPath, atLeast: 1) where !names.contains(name) {
      throw DatasetError.malformed(
        file: FileBytes.join(testPath, name), expected: "a class that \(trainPath) has too",
        found: "'\(name)'")
    }
    return ImageParts(
      classNames: names, train: try entries(in: trainPath, classNames: names, under: path),
      test: try entries(in: testPath, classNames: names, under: path))
  }

  private func classFolders(in folder: String, atLeast needed: Int) throws -> [String] {
    let names = try FileBytes.names(in: folder)
      .filter { FileBytes.isFolder(FileBytes.join(folder, $0)) }
    guard names.count >= needed else {
      throw DatasetError.malformed(
        file: folder,
        expected: "at least \(needed == 1 ? "one class folder" : "two class folders")",
        found: names.isEmpty ? "no folder" : "only '\(names[0])'")
    }
    return names
  }

  private func entries(
    in folder: String, classNames: [String], under root: String
  ) throws -> [ImageList.Entry] {
    try classNames.enumerated().flatMap { label, className in
      let classFolder = FileBytes.join(folder, className)
      guard FileBytes.isFolder(classFolder) else { return [ImageList.Entry]() }
      return try ImageFolder.entries(in: classFolder, label: label, under: root)
    }
  }
}
