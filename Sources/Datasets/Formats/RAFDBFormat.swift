import TensorCore

/// RAF-DB's basic expressions: aligned images and one list of labels for both parts.
///
/// The folder (or its subfolder `basic`) holds `EmoLabel/list_patition_label.txt` with lines such as
/// `train_00001.jpg 5`, and `Image/aligned/train_00001_aligned.jpg`. The released set has 12,271
/// training and 3,068 test images of 100 x 100 pixels.
///
/// Source: Li, Deng and Du, "Reliable Crowdsourcing and Deep Locality-Preserving Learning for
/// Expression Recognition in the Wild", CVPR 2017.
public struct RAFDBFormat: DatasetFormat {
  /// What stands before the colon.
  public let name = "rafdb"
  /// What the path names.
  public let summary = "RAF-DB's basic set: folder with EmoLabel and Image"
  /// File, folder, and start of the file's name.
  public let groupKeys = GroupKey.ofFiles

  /// The classes, in the order of the labels 1 to 7.
  static let classNames = [
    "surprise", "fear", "disgust", "happiness", "sadness", "anger", "neutral",
  ]
  private static let list = "EmoLabel/list_patition_label.txt"

  /// Creates the format.
  package init() {}

  /// Reads a data set; see ``DatasetFormat/load(_:options:)``.
  public func load(_ path: String, options: DatasetOptions) throws -> DatasetParts {
    let folders = [path, FileBytes.join(path, "basic")]
    let folder = folders.first { FileBytes.isFile(FileBytes.join($0, Self.list)) } ?? path
    let listPath = FileBytes.join(folder, Self.list)
    let entries = try Self.entries(
      try FileBytes.read(listPath, limit: 1 << 26), name: listPath,
      images: FileBytes.join(folder, "Image/aligned"))
    return try ImageParts(
      classNames: Self.classNames, train: entries.train, test: entries.test
    ).load(path, options: options)
  }

  /// Reads the list of labels.
  static func entries(
    _ bytes: [UInt8], name: String, images: String
  ) throws -> (train: [ImageList.Entry], test: [ImageList.Entry]) {
    var train: [ImageList.Entry] = []
    var test: [ImageList.Entry] = []
    var seen: Set<String> = []
    for (number, line) in try FileBytes.lines(bytes, name: name).enumerated() where !line.isEmpty {
      func malformed(_ expected: String, _ found: String) -> DatasetError {
        .malformed(file: name, expected: "\(expected) in line \(number + 1)", found: found)
      }
      let parts = line.split(separator: " ")
      guard parts.count == 2, parts[0].hasSuffix(".jpg"),
        parts[0].hasPrefix("train_") || parts[0].hasPrefix("test_"), !parts[0].contains("/")
      else { throw malformed("a line such as 'train_00001.jpg 5'", "'\(line.prefix(40))'") }
      guard let label = Int(parts[1]), (1...classNames.count).contains(label) else {
        throw malformed("a label from 1 to \(classNames.count)", "'\(parts[1].prefix(40))'")
      }
      guard seen.insert(String(parts[0])).inserted else {
        throw malformed("every image once", "'\(parts[0])' twice")
      }
      let file = parts[0].dropLast(".jpg".count) + "_aligned.jpg"
      let entry = ImageList.Entry(
        path: FileBytes.join(images, String(file)), name: String(parts[0]), label: label - 1)
      if parts[0].hasPrefix("train_") { train.append(entry) } else { test.append(entry) }
    }
    return (train, test)
  }
}
