import Datasets

/// The options that say which images a command reads, and how.
enum DataOptions {
  static let data = Option<DatasetSource>(
    required: "data", valueName: "format:path",
    completion: .prefixedPath(DatasetSource.formatNames),
    help: "The data set: a format (\(DatasetSource.formatNames.joined(separator: ", "))), a colon "
      + "and a path.")
  static let imageSize = Option<Int?>(
    optional: "image-size", .within(1...8_192), valueName: "pixels",
    defaultText: "as in the data", help: "Side to which images are resized.")
  static let testFraction = Option<Double?>(
    optional: "test-fraction", Constraint("between 0 and 1") { $0 > 0 && $0 < 1 },
    valueName: "fraction", defaultText: "0.2",
    help: "Share of each class held out for the test, for data without a test part of their own.")
  static let classes = Option<Int?>(
    optional: "classes", .atLeast(2), valueName: "count", defaultText: "all of the data",
    help: "Number of classes, for formats that leave a choice: 7 leaves out contempt.")
  static let groupBy = Option<GroupKey?>(
    optional: "group-by", valueName: "key",
    help: "Keep images that belong together, such as those of one person, on one side of every "
      + "split: file (same name), folder, prefix (start of the name), column (of a CSV list).")
  static let skipUnreadable = Flag(
    "skip-unreadable", help: "Leave out images that cannot be read, and list them.")
  static let cache = Option<String?>(
    optional: "cache", valueName: "folder", defaultText: "semisup in the user's cache folder",
    completion: .folder, help: "Folder for decoded images, so that later runs need not decode.")
  static let noCache = Flag("no-cache", help: "Keep decoded images in memory only.")

  /// The cache that the options ask for; nil for memory.
  static func imageCache(_ arguments: ParsedArguments, console: Console) throws -> ImageCache? {
    let folder = arguments[cache]
    guard arguments[noCache] else {
      return folder.map { ImageCache(folder: $0) }
        ?? ImageCache.standard(environment: console.environment)
    }
    guard folder == nil else {
      throw ValidationError("'--cache' and '--no-cache' exclude each other")
    }
    return nil
  }

  /// Says which images were left out.
  static func report(_ skipped: [DatasetParts.Skipped], console: Console) {
    guard !skipped.isEmpty else { return }
    console.note(
      skipped.count == 1
        ? "1 image cannot be read and is left out:"
        : "\(skipped.count) images cannot be read and are left out:")
    for image in skipped { console.note("  \(image.path): \(image.reason)") }
  }
}

extension GroupKey: ArgumentValue {
  init(argument text: String) throws(InvalidArgument) {
    guard let key = GroupKey(rawValue: text) else { throw InvalidArgument() }
    self = key
  }

  var argumentText: String { rawValue }

  static var allowedValues: [String] { allCases.map(\.rawValue) }
}
