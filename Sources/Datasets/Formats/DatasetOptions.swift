/// How a data set is read.
public struct DatasetOptions: Sendable, Hashable {
  /// What happens to an image that cannot be decoded.
  public enum UnreadablePolicy: String, Sendable, Hashable, CaseIterable {
    /// The data set is refused.
    case fail
    /// The image is left out, and listed.
    case skip
  }

  /// The width and height that all images are brought to; nil leaves them as they are.
  public var imageSize: Int?
  /// The number of channels that all images are brought to, 1 or 3; nil takes 3 if any image has
  /// colour and 1 if not.
  public var channels: Int?
  /// The number of classes, for formats that leave a choice (see ``DatasetFormat/classCounts``); nil
  /// for all.
  public var classCount: Int?
  /// The share of every class that becomes the test set where there is none; nil stands for 0.2.
  public var testFraction: Double?
  /// What stays together where images are drawn; nil for single images.
  public var groupBy: GroupKey?
  /// The seed that a drawn test set depends on.
  public var seed: UInt64
  /// What happens to an image that cannot be decoded.
  public var unreadable: UnreadablePolicy
  /// Where decoded images are kept; nil keeps them in memory, for one run.
  package var cache: ImageCache?
  /// Whether a test set is drawn where there is none; if not, all images are training images.
  package var drawsTest = true

  /// Creates options.
  ///
  /// - Parameters:
  ///   - imageSize: The width and height that all images are brought to, or nil.
  ///   - channels: The number of channels that all images are brought to, or nil.
  ///   - classCount: The number of classes, for formats that leave a choice, or nil.
  ///   - testFraction: The share of every class that becomes the test set where there is none.
  ///   - groupBy: What stays together where images are drawn.
  ///   - seed: The seed that a drawn test set depends on.
  ///   - unreadable: What happens to an image that cannot be decoded.
  ///   - cache: Where decoded images are kept, or nil.
  public init(
    imageSize: Int? = nil, channels: Int? = nil, classCount: Int? = nil,
    testFraction: Double? = nil, groupBy: GroupKey? = nil, seed: UInt64 = 0,
    unreadable: UnreadablePolicy = .fail, cache: ImageCache? = nil
  ) {
    self.imageSize = imageSize
    self.channels = channels
    self.classCount = classCount
    self.testFraction = testFraction
    self.groupBy = groupBy
    self.seed = seed
    self.unreadable = unreadable
    self.cache = cache
  }

  /// Checks the values for a format.
  func validate(for format: any DatasetFormat) throws {
    if let imageSize, !(1...8_192).contains(imageSize) {
      throw DatasetError.option("the image size must be in 1 ... 8192, not \(imageSize)")
    }
    if let channels, channels != 1 && channels != 3 {
      throw DatasetError.option("the number of channels must be 1 or 3, not \(channels)")
    }
    if let testFraction, !(testFraction > 0 && testFraction < 1) {
      throw DatasetError.option("the test fraction must lie between 0 and 1, not \(testFraction)")
    }
    if let classCount, !format.classCounts.contains(classCount) {
      let counts = format.classCounts.map(String.init).joined(separator: " or ")
      throw DatasetError.option(
        counts.isEmpty
          ? "the format \(format.name) has the classes that it finds; their number is no choice"
          : "the format \(format.name) has \(counts) classes, not \(classCount)")
    }
    if let groupBy, !format.groupKeys.contains(groupBy) {
      let keys = format.groupKeys.map { "'\($0.rawValue)'" }.joined(separator: " or ")
      throw DatasetError.option(
        keys.isEmpty
          ? "the format \(format.name) does not say what its images belong to, "
            + "so they cannot be grouped"
          : "the format \(format.name) is grouped by \(keys), not by '\(groupBy.rawValue)'")
    }
  }

  /// Refuses the options that draw a test set, for data that have one.
  func expectNoDrawing(of path: String) throws {
    guard testFraction == nil else {
      throw DatasetError.option(
        "\(path) has a test part of its own: a test fraction would have no effect")
    }
  }
}
