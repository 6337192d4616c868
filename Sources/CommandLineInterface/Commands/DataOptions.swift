/// The options that say which images a command reads, and how.
enum DataOptions {
  static let data = Option<String>(
    required: "data", isSource, valueName: "format:path",
    completion: .prefixedPath(NameLists.formats),
    help: "The data set: a format (\(NameLists.formats.joined(separator: ", "))), a colon and a "
      + "path.")
  static let imageSize = Option<Int?>(
    optional: "image-size", .within(8...1_024), valueName: "pixels",
    defaultText: "as in the data", help: "Side to which images are resized.")
  static let testFraction = Option(
    "test-fraction", default: 0.2, .within(0.01...0.9), valueName: "fraction",
    help: "Share of the images held out for the test, where a set has no test part of its own.")

  /// A format that exists, a colon and a path; the drawn faces need no path.
  private static let isSource = Constraint<String>(
    "a format (\(NameLists.formats.joined(separator: ", "))), a colon and a path"
  ) { text in
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.count == 2 && NameLists.formats.contains(String(parts[0]))
  }
}
