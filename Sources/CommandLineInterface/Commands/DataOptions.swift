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
}
