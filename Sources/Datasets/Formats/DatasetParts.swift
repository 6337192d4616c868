/// A data set as it was read: what to learn from, and what to be judged on.
public struct DatasetParts: Sendable {
  /// A picture that was left out.
  public struct Skipped: Sendable, Hashable {
    /// The file.
    public let path: String
    /// Why it was left out.
    public let reason: String
  }

  /// The training pictures.
  public let train: ImageDataset
  /// The test pictures, with the same classes.
  public let test: ImageDataset
  /// The pictures that could not be decoded and were left out, as the options asked for.
  public let skipped: [Skipped]

  /// Creates the parts.
  ///
  /// - Parameters:
  ///   - train: The training pictures.
  ///   - test: The test pictures, with the same classes.
  ///   - skipped: The pictures that were left out.
  public init(train: ImageDataset, test: ImageDataset, skipped: [Skipped] = []) {
    self.train = train
    self.test = test
    self.skipped = skipped
  }
}
