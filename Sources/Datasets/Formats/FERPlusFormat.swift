import TensorCore

/// FER+: FER2013's images with ten votes each, as one table beside FER2013's or as folders.
///
/// - `fer2013.csv` beside `fer2013new.csv`, whose columns are `Usage`, `Image name` (empty for
///   images that are no faces), and the votes for `neutral`, `happiness`, `surprise`, `sadness`,
///   `anger`, `disgust`, `fear`, `contempt`, `unknown` and `NF`;
/// - or the folders that Microsoft's script makes: `FER2013Train`, `FER2013Valid` and `FER2013Test`
///   with images and a `label.csv` of name, box and ten votes, in the folder or its subfolder `data`.
///
/// By the majority protocol an image counts if its first label has more than half of all its votes;
/// those whose first label is unknown or NF (no face) are dropped. With seven classes those whose
/// first label is contempt are dropped too.
///
/// Source: Barsoum et al., "Training Deep Networks for Facial Expression Recognition with
/// Crowd-Sourced Label Distribution", 2016 (arXiv 1608.01041), and microsoft/FERPlus.
public struct FERPlusFormat: DatasetFormat {
  /// What stands before the colon.
  public let name = "ferplus"
  /// What the path names.
  public let summary = "FER+: folder with fer2013new.csv beside fer2013.csv, or with FER2013Train"
  /// All eight expressions, or seven without contempt.
  public let classCounts = [8, 7]

  static let classNames = [
    "neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear", "contempt",
  ]
  private static let voteNames = classNames + ["unknown", "NF"]

  /// Creates the format.
  package init() {}

  /// Reads a data set; see ``DatasetFormat/load(_:options:)``.
  public func load(_ path: String, options: DatasetOptions) throws -> DatasetParts {
    let classNames = Array(Self.classNames.prefix(options.classCount ?? Self.classNames.count))
    let votes = FileBytes.join(path, "fer2013new.csv")
    if FileBytes.isFile(votes) {
      try options.expectNoDrawing(of: path)
      let table = try FER2013Table(FileBytes.join(path, "fer2013.csv"))
      let labels = try Self.labels(
        try FileBytes.read(votes, limit: 1 << 28), name: votes, of: table)
      return try table.parts(
        labels: labels.map { $0.flatMap { $0 < classNames.count ? $0 : nil } },
        classNames: classNames, options: options)
    }
    let folders = [FileBytes.join(path, "data"), path]
    guard
      let folder = folders.first(where: { FileBytes.isFolder(FileBytes.join($0, "FER2013Train")) })
    else {
      throw DatasetError.unreadable(
        file: path, reason: "there is neither a file fer2013new.csv nor a folder FER2013Train")
    }
    let parts = try ["FER2013Train", "FER2013Valid", "FER2013Test"].map { part in
      let list = FileBytes.join(folder, part + "/label.csv")
      return try Self.entries(
        try FileBytes.read(list, limit: 1 << 28), name: list,
        images: FileBytes.join(folder, part)
      ).filter { $0.label < classNames.count }
    }
    return try ImageParts(
      classNames: classNames, train: parts[0], validation: parts[1], test: parts[2]
    ).load(path, options: options)
  }

  /// The place of the first label if it has more than half of the votes and is an expression.
  static func majority(_ votes: [Int]) -> Int? {
    guard let most = votes.max(), let first = votes.firstIndex(of: most),
      2 * most > votes.reduce(0, +), first < classNames.count
    else { return nil }
    return first
  }

  /// Reads the table of votes; its rows stand for the rows of FER2013's table, in order.
  static func labels(_ bytes: [UInt8], name: String, of table: FER2013Table) throws -> [Int?] {
    try bytes.withUnsafeBytes { bytes in
      var scanner = CSVScanner(bytes, name: name)
      let columns = try CSVColumns(&scanner, required: ["Usage", "Image name"] + voteNames)
      var labels: [Int?] = []
      var fields: [CSVScanner.Field] = []
      while try scanner.nextRow(into: &fields) {
        let usage = try FER2013Table.Usage(
          try columns.text("Usage", of: fields, in: scanner), in: scanner)
        guard labels.count < table.rows.count, table.rows[labels.count].usage == usage else {
          throw scanner.malformed(
            "the row of the same image as in \(table.path)", "a row of \(usage.rawValue)")
        }
        let image = try columns.text("Image name", of: fields, in: scanner)
        let votes = try voteNames.map {
          try columns.integer($0, of: fields, in: scanner, within: 0..<1_001)
        }
        labels.append(image.isEmpty ? nil : majority(votes))
      }
      guard labels.count == table.rows.count else {
        throw DatasetError.malformed(
          file: name, expected: "\(table.rows.count) rows, as in \(table.path)",
          found: "\(labels.count)")
      }
      return labels
    }
  }

  /// Reads the list of a folder: name, box, ten votes, without a first row of names.
  static func entries(
    _ bytes: [UInt8], name: String, images: String
  ) throws -> [ImageList.Entry] {
    try bytes.withUnsafeBytes { bytes in
      var scanner = CSVScanner(bytes, name: name)
      var entries: [ImageList.Entry] = []
      var fields: [CSVScanner.Field] = []
      while try scanner.nextRow(into: &fields) {
        // A box without quotes around it is four fields instead of one.
        guard fields.count == 2 + voteNames.count || fields.count == 5 + voteNames.count else {
          throw scanner.malformed(
            "a name, a box and \(voteNames.count) votes", "\(fields.count) fields")
        }
        let image = try scanner.text(fields[0])
        guard ImageFiles.isImage(image), !image.contains("/") else {
          throw scanner.malformed("the name of an image", "'\(image.prefix(40))'")
        }
        let votes = try fields.suffix(voteNames.count).map { field in
          let text = try scanner.text(field)
          guard let count = Int(text), (0...1_000).contains(count) else {
            throw scanner.malformed("a number of votes", "'\(text.prefix(40))'")
          }
          return count
        }
        guard let label = majority(votes) else { continue }
        entries.append(
          ImageList.Entry(
            path: FileBytes.join(images, image), name: image, label: label))
      }
      return entries
    }
  }
}
