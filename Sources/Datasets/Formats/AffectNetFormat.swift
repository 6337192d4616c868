import TensorCore

/// AffectNet's eight expressions: the release with one annotation file an image, or the older lists.
///
/// - The release of eight classes: `train_set/images/ID.jpg` with `train_set/annotations/ID_exp.npy`,
///   a number from 0 to 7 as an integer or as text, and `val_set` alike.
/// - The older form: `training.csv` and `validation.csv` with columns `subDirectory_filePath` and
///   `expression`, 0 to 10; 8 (none), 9 (uncertain) and 10 (no face) are dropped. Images lie below
///   the same folder, or below `Manually_Annotated_Images` in it.
///
/// The validation set is the test part, as papers use it. With seven classes contempt is dropped.
///
/// Source: Mollahosseini, Hasani and Mahoor, "AffectNet: A Database for Facial Expression, Valence,
/// and Arousal Computing in the Wild", 2017 (arXiv 1708.03985).
public struct AffectNetFormat: DatasetFormat {
  /// What stands before the colon.
  public let name = "affectnet"
  /// What the path names.
  public let summary = "AffectNet: folder with train_set and val_set, or with training.csv"
  /// All eight expressions, or seven without contempt.
  public let classCounts = [8, 7]
  /// File, folder, and start of the file's name.
  public let groupKeys = GroupKey.ofFiles

  private static let classNames = [
    "neutral", "happy", "sad", "surprise", "fear", "disgust", "anger", "contempt",
  ]
  /// The numbers of the older lists up to the one that means that there is no face.
  private static let listedNumbers = 0..<11
  private static let imageFolders = [
    "", "Manually_Annotated_Images", "Manually_Annotated/Manually_Annotated_Images",
  ]

  /// Creates the format.
  package init() {}

  /// Reads a data set; see ``DatasetFormat/load(_:options:)``.
  public func load(_ path: String, options: DatasetOptions) throws -> DatasetParts {
    let classNames = Array(Self.classNames.prefix(options.classCount ?? Self.classNames.count))
    let parts: [[ImageList.Entry]]
    if FileBytes.isFolder(FileBytes.join(path, "train_set")) {
      parts = try ["train_set", "val_set"].map { try annotated($0, under: path) }
    } else {
      parts = try ["training.csv", "validation.csv"].map { name in
        let list = FileBytes.join(path, name)
        guard FileBytes.isFile(list) else {
          throw DatasetError.unreadable(
            file: path, reason: "there is neither a folder train_set nor a file \(name)")
        }
        return try Self.listed(
          try FileBytes.read(list, limit: 1 << 30), name: list,
          images: { imageFolder(path, $0) })
      }
    }
    let kept = parts.map { $0.filter { $0.label < classNames.count } }
    return try ImageParts(classNames: classNames, train: kept[0], test: kept[1])
      .load(path, options: options)
  }

  // MARK: The release of eight classes

  private func annotated(_ part: String, under root: String) throws -> [ImageList.Entry] {
    let folder = FileBytes.join(root, part)
    let images = FileBytes.join(folder, "images")
    let annotations = FileBytes.join(folder, "annotations")
    let names = try FileBytes.names(in: images).filter(ImageFiles.isImage)
    return try concurrentMap(count: names.count) { index in
      let name = names[index]
      let stem = name[..<(name.lastIndex(of: ".") ?? name.endIndex)]
      let annotation = FileBytes.join(annotations, stem + "_exp.npy")
      let bytes = try FileBytes.read(annotation, limit: 1 << 20)
      let label = try NumpyScalar.integer(bytes, name: annotation)
      guard Self.classNames.indices.contains(label) else {
        throw DatasetError.malformed(
          file: annotation, expected: "an expression from 0 to 7", found: "\(label)")
      }
      return ImageList.Entry(
        path: FileBytes.join(images, name), name: "\(part)/images/\(name)", label: label)
    }
  }

  // MARK: The older lists

  /// Reads a list; images that show none of the expressions are dropped.
  static func listed(
    _ bytes: [UInt8], name: String, images: (String) -> String
  ) throws -> [ImageList.Entry] {
    try bytes.withUnsafeBytes { bytes in
      var scanner = CSVScanner(bytes, name: name)
      let columns = try CSVColumns(
        &scanner, required: ["subDirectory_filePath", "expression"])
      var entries: [ImageList.Entry] = []
      var fields: [CSVScanner.Field] = []
      var folder: String?
      while try scanner.nextRow(into: &fields) {
        let path = try columns.text("subDirectory_filePath", of: fields, in: scanner)
        let label = try columns.integer(
          "expression", of: fields, in: scanner, within: listedNumbers)
        guard classNames.indices.contains(label) else { continue }
        guard !path.isEmpty else { throw scanner.malformed("the path of an image", "none") }
        let place = folder ?? images(path)
        folder = place
        entries.append(
          ImageList.Entry(path: FileBytes.join(place, path), name: path, label: label))
      }
      return entries
    }
  }

  /// The folder below which a listed image lies; the data set's own if it is nowhere.
  private func imageFolder(_ root: String, _ image: String) -> String {
    let folders = Self.imageFolders.map { $0.isEmpty ? root : FileBytes.join(root, $0) }
    return folders.first { FileBytes.isFile(FileBytes.join($0, image)) } ?? root
  }
}
