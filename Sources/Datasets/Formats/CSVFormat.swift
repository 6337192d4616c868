import TensorCore

/// A list of images: a CSV file with the columns `path` and `label`, and optionally others.
///
/// Paths are relative to the folder of the list. Further columns are
///
/// - `split`: `train`, `validation` (or `valid`, `val`) or `test`; without it a test set is drawn;
/// - `weight`: how often the image is drawn where it is labeled, relative to others, from 0;
/// - `group`: what the image belongs to, such as a person, for `--group-by column`.
///
/// A row without a label is an image of unknown class: it is in the unlabeled pool. Classes are
/// sorted by name, or by value if all labels are whole numbers.
public struct CSVFormat: DatasetFormat {
  /// What stands before the colon.
  public let name = "csv"
  /// What the path names.
  public let summary = "CSV list with the columns path, label and optionally split, weight, group"
  /// Also by a column.
  public let groupKeys = GroupKey.ofFiles + [.column]

  private enum Part: String, CaseIterable {
    case train, validation, test

    init?(_ text: String) {
      switch text.lowercased() {
      case "train", "training": self = .train
      case "validation", "valid", "val": self = .validation
      case "test": self = .test
      default: return nil
      }
    }
  }

  /// Creates the format.
  package init() {}

  /// Reads a data set; see ``DatasetFormat/load(_:options:)``.
  public func load(_ path: String, options: DatasetOptions) throws -> DatasetParts {
    try Self.parts(
      try FileBytes.read(path, limit: 1 << 30), name: path, needsGroup: options.groupBy == .column
    ).load(path, options: options)
  }

  private struct Row {
    var entry: ImageList.Entry
    var label: String
    var part: Part
    var line: Int
  }

  /// Reads the list.
  static func parts(_ bytes: [UInt8], name: String, needsGroup: Bool) throws -> ImageParts {
    let (rows, hasSplit) = try rows(bytes, name: name, needsGroup: needsGroup)
    let found = Set(rows.map(\.label)).subtracting([""])
    guard found.count >= 2 else {
      throw DatasetError.malformed(
        file: name, expected: "at least two classes", found: found.sorted().first ?? "no label")
    }
    let classNames =
      found.allSatisfy { Int($0) != nil }
      ? found.sorted { (Int($0) ?? 0, $0) < (Int($1) ?? 0, $1) } : found.sorted()
    let places = Dictionary(uniqueKeysWithValues: classNames.enumerated().map { ($1, $0) })
    var parts = ImageParts(classNames: classNames, train: [], test: hasSplit ? [] : nil)
    for row in rows {
      var entry = row.entry
      entry.label = places[row.label] ?? ImageDataset.unknownLabel
      switch (row.part, row.label.isEmpty) {
      case (.train, true): parts.unlabeled.append(entry)
      case (.train, false): parts.train.append(entry)
      case (.validation, false): parts.validation.append(entry)
      case (.test, false): parts.test?.append(entry)
      default:
        throw DatasetError.malformed(
          file: name, expected: "a label for a \(row.part) image in line \(row.line)",
          found: "none")
      }
    }
    return parts
  }

  private static func rows(
    _ bytes: [UInt8], name: String, needsGroup: Bool
  ) throws -> (rows: [Row], hasSplit: Bool) {
    let folder = name.contains("/") ? name[..<(name.lastIndex(of: "/") ?? name.endIndex)] : "."
    return try bytes.withUnsafeBytes { bytes in
      var scanner = CSVScanner(bytes, name: name)
      let columns = try CSVColumns(
        &scanner, required: ["path", "label"] + (needsGroup ? ["group"] : []),
        optional: ["split", "weight", "group"])
      var rows: [Row] = []
      var seen: [String: Int] = [:]
      var fields: [CSVScanner.Field] = []
      while try scanner.nextRow(into: &fields) {
        let path = try columns.text("path", of: fields, in: scanner)
        guard !path.isEmpty, !path.contains("\0") else {
          throw scanner.malformed("the path of an image", "'\(path.prefix(40))'")
        }
        if let first = seen.updateValue(scanner.line, forKey: path) {
          throw scanner.malformed("every image once", "'\(path)' of line \(first) again")
        }
        var row = Row(
          entry: ImageList.Entry(
            path: path.hasPrefix("/") ? path : FileBytes.join(String(folder), path), name: path,
            label: ImageDataset.unknownLabel),
          label: try columns.text("label", of: fields, in: scanner), part: .train,
          line: scanner.line)
        if columns.has("split") {
          let text = try columns.text("split", of: fields, in: scanner)
          guard let part = Part(text) else {
            throw scanner.malformed("'train', 'validation' or 'test'", "'\(text.prefix(40))'")
          }
          row.part = part
        }
        if columns.has("weight") {
          let text = try columns.text("weight", of: fields, in: scanner)
          guard let weight = Double(text), weight >= 0, weight.isFinite else {
            throw scanner.malformed("a weight from 0", "'\(text.prefix(40))'")
          }
          row.entry.weight = weight
        }
        if columns.has("group") {
          row.entry.group = try columns.text("group", of: fields, in: scanner)
        }
        rows.append(row)
      }
      return (rows, columns.has("split"))
    }
  }
}
