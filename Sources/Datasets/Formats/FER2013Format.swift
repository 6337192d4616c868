import TensorCore

/// FER2013: one CSV file with the pixels of grey images of 48 x 48, or class folders.
///
/// The file `fer2013.csv` has the columns `emotion` (0 to 6), `pixels` (2,304 numbers with blanks
/// between them) and `Usage`: `Training`, `PublicTest`, which is the validation part, and
/// `PrivateTest`, which is the test part. The path may name the file itself. Without it, class folders
/// are in `train` and `test`.
///
/// Source: Goodfellow et al., "Challenges in Representation Learning: A report on three machine
/// learning contests", 2013 (arXiv 1307.0414).
public struct FER2013Format: DatasetFormat {
  /// What stands before the colon.
  public let name = "fer2013"
  /// What the path names.
  public let summary = "FER2013: folder with fer2013.csv, or with train and test"

  /// The classes, in the order of the labels 0 to 6.
  static let classNames = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"]

  /// Creates the format.
  package init() {}

  /// Reads a data set; see ``DatasetFormat/load(_:options:)``.
  public func load(_ path: String, options: DatasetOptions) throws -> DatasetParts {
    let file = FileBytes.isFolder(path) ? FileBytes.join(path, "fer2013.csv") : path
    guard FileBytes.isFile(file) else {
      guard FileBytes.isFolder(FileBytes.join(path, "train")) else {
        throw DatasetError.unreadable(
          file: path, reason: "there is neither a file fer2013.csv nor a folder train")
      }
      return try FolderFormat().parts(path, classNames: Self.classNames)
        .load(path, options: options)
    }
    try options.expectNoDrawing(of: path)
    let table = try FER2013Table(file)
    return try table.parts(
      labels: table.rows.map { $0.emotion }, classNames: Self.classNames, options: options)
  }
}
