import Foundation
import TensorCore

/// A folder of class folders: every folder is a class, every PNG, JPEG, PPM or PGM file in it, or in
/// folders below it, one picture.
///
/// If there are folders `train` and `test`, the class folders are in them; a class of the test part
/// must be one of the training part. Otherwise a test set is drawn. Classes are sorted by name. Files
/// that are no pictures by their extension are passed over, and so are hidden ones.
public struct FolderFormat: DatasetFormat {
  /// What stands before the colon.
  public let name = "folder"
  /// What the path names.
  public let summary = "folder of class folders with PNG, JPEG, PPM or PGM files"

  /// Creates the format.
  public init() {}

  /// Reads a data set; see ``DatasetFormat/load(_:options:)``.
  public func load(_ path: String, options: DatasetOptions) throws -> DatasetParts {
    let (trainPath, testPath) = (FileBytes.join(path, "train"), FileBytes.join(path, "test"))
    guard FileBytes.isFolder(trainPath), FileBytes.isFolder(testPath) else {
      let classNames = try classFolders(in: path, atLeast: 2)
      let list = PictureList(
        entries: try entries(in: path, classNames: classNames, under: path, needed: 2),
        classNames: classNames)
      let (dataset, _, skipped) = try list.load(options)
      return try dataset.drawingTest(options, skipped: skipped)
    }
    try options.expectNoDrawing(of: path)
    let classNames = try classFolders(in: trainPath, atLeast: 2)
    for name in try classFolders(in: testPath, atLeast: 1) where !classNames.contains(name) {
      throw DatasetError.malformed(
        file: FileBytes.join(testPath, name), expected: "a class that \(trainPath) has too",
        found: "'\(name)'")
    }
    let train = try entries(in: trainPath, classNames: classNames, under: path, needed: 1)
    let test = try entries(in: testPath, classNames: classNames, under: path, needed: 0)
    let list = PictureList(entries: train + test, classNames: classNames)
    let (dataset, kept, skipped) = try list.load(options)
    let border = kept.firstIndex { $0 >= train.count } ?? kept.count
    let parts = DatasetParts(
      train: dataset.subset(Array(0..<border)),
      test: dataset.subset(Array(border..<kept.count)), skipped: skipped)
    if let label = parts.train.classCounts.firstIndex(of: 0) {
      throw DatasetError.tooFew(
        className: classNames[label], found: 0, needed: 1,
        purpose: "in \(trainPath) that can be read")
    }
    guard parts.test.count > 0 else {
      throw DatasetError.malformed(
        file: testPath, expected: "at least one picture that can be read", found: "none")
    }
    return parts
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
    in folder: String, classNames: [String], under root: String, needed: Int
  ) throws -> [PictureList.Entry] {
    var entries: [PictureList.Entry] = []
    for (label, className) in classNames.enumerated() {
      let before = entries.count
      let classFolder = FileBytes.join(folder, className)
      if FileBytes.isFolder(classFolder) {
        entries += try PictureFiles.below(classFolder).map { path in
          PictureList.Entry(
            path: path, name: String(path.dropFirst(FileBytes.join(root, "").count)), label: label,
            group: URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent)
        }
      }
      guard entries.count - before >= needed else {
        throw DatasetError.tooFew(
          className: className, found: entries.count - before, needed: needed,
          purpose: "in \(classFolder)")
      }
    }
    return entries
  }
}
