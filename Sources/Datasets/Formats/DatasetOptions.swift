/// How a data set is read.
public struct DatasetOptions: Sendable, Hashable {
  /// What a picture belongs to, for splits that must not tear it apart.
  public enum GroupKey: String, Sendable, Hashable, CaseIterable {
    /// The name of the file without its extension, the same in every class folder.
    case file
  }

  /// What happens to a picture that cannot be decoded.
  public enum UnreadablePolicy: String, Sendable, Hashable, CaseIterable {
    /// The data set is refused.
    case fail
    /// The picture is left out, and listed.
    case skip
  }

  /// The width and height that all pictures are brought to; nil leaves them as they are.
  public var imageSize: Int?
  /// The number of channels that all pictures are brought to, 1 or 3; nil takes 3 if any picture has
  /// colour and 1 if not.
  public var channels: Int?
  /// The share of every class that becomes the test set where there is none; nil stands for 0.2.
  public var testFraction: Double?
  /// What stays together where a test set is drawn; nil for single pictures.
  public var groupBy: GroupKey?
  /// The seed that a drawn test set depends on.
  public var seed: UInt64
  /// What happens to a picture that cannot be decoded.
  public var unreadable: UnreadablePolicy

  /// Creates options.
  ///
  /// - Parameters:
  ///   - imageSize: The width and height that all pictures are brought to, or nil.
  ///   - channels: The number of channels that all pictures are brought to, or nil.
  ///   - testFraction: The share of every class that becomes the test set where there is none.
  ///   - groupBy: What stays together where a test set is drawn.
  ///   - seed: The seed that a drawn test set depends on.
  ///   - unreadable: What happens to a picture that cannot be decoded.
  public init(
    imageSize: Int? = nil, channels: Int? = nil, testFraction: Double? = nil,
    groupBy: GroupKey? = nil, seed: UInt64 = 0, unreadable: UnreadablePolicy = .fail
  ) {
    self.imageSize = imageSize
    self.channels = channels
    self.testFraction = testFraction
    self.groupBy = groupBy
    self.seed = seed
    self.unreadable = unreadable
  }

  /// Checks the values.
  func validate() throws {
    if let imageSize, !(1...8_192).contains(imageSize) {
      throw DatasetError.option("the image size must be in 1 ... 8192, not \(imageSize)")
    }
    if let channels, channels != 1 && channels != 3 {
      throw DatasetError.option("the number of channels must be 1 or 3, not \(channels)")
    }
    if let testFraction, !(testFraction > 0 && testFraction < 1) {
      throw DatasetError.option("the test fraction must lie between 0 and 1, not \(testFraction)")
    }
  }

  /// Refuses the options that draw a test set, for data that have one.
  func expectNoDrawing(of path: String) throws {
    guard testFraction == nil, groupBy == nil else {
      throw DatasetError.option(
        "\(path) has a test part of its own: a test fraction or a grouping would have no effect")
    }
  }
}
