import TensorCore

/// The place of a data set, written `FORMAT:PATH`, such as `idx:data/fashion-mnist`.
public struct DatasetSource: Sendable, CustomStringConvertible {
  /// All formats, in the order in which they are listed.
  ///
  /// A new format is one more entry.
  public static let formats: [any DatasetFormat] = [
    IDXFormat(),
    CIFAR10Format(),
    CIFAR100Format(),
    FolderFormat(),
    CSVFormat(),
    RAFDBFormat(),
    AffectNetFormat(),
    FER2013Format(),
    FERPlusFormat(),
    FacesFormat(),
  ]

  /// The format.
  public let format: any DatasetFormat
  /// What stands behind the colon.
  public let path: String

  /// Reads a source from its text.
  ///
  /// - Parameter text: A format's name, a colon, and a path.
  /// - Throws: ``DatasetError/unknownFormat(name:suggestion:known:)``.
  public init(parsing text: String) throws {
    let known = DatasetSource.formats.map(\.name)
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard parts.count == 2 else {
      throw DatasetError.option(
        "'\(text)' is no data source: expected FORMAT:PATH, where the format is one of "
          + known.joined(separator: ", "))
    }
    guard let format = DatasetSource.formats.first(where: { $0.name == name }) else {
      throw DatasetError.unknownFormat(
        name: name, suggestion: suggestion(for: name, among: known), known: known)
    }
    self.format = format
    path = String(parts[1])
  }

  /// The source as it is written.
  public var description: String { "\(format.name):\(path)" }

  /// Reads the data set.
  ///
  /// - Parameter options: How to read it.
  /// - Returns: The parts of the data set.
  /// - Throws: A ``DatasetError``.
  public func load(_ options: DatasetOptions = DatasetOptions()) throws -> DatasetParts {
    try options.validate(for: format)
    return try format.load(path, options: options)
  }

  /// Reads images without their classes; a folder needs no class folders then.
  ///
  /// - Parameter options: How to read them.
  /// - Returns: The images, and the files that were left out.
  /// - Throws: A ``DatasetError``.
  public func loadUnlabeled(
    _ options: DatasetOptions = DatasetOptions()
  ) throws -> UnlabeledImages {
    try options.validate(for: format)
    return try format.loadUnlabeled(path, options: options)
  }
}
