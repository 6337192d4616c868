/// A data set as it was read: what to learn from, and what to be judged on.
public struct DatasetParts: Sendable {
  /// An image that was left out.
  public struct Skipped: Sendable, Hashable {
    /// The file.
    package let path: String
    /// Why it was left out.
    package let reason: String
  }

  /// The training images.
  public let train: ImageDataset
  /// The validation images, with the same classes, where the data set has such a part.
  public let validation: ImageDataset?
  /// Images of unknown class to learn from, with the same classes and size, or nil.
  public let unlabeled: ImageDataset?
  /// The test images, with the same classes.
  public let test: ImageDataset
  /// The images that could not be decoded and were left out, as the options asked for.
  public let skipped: [Skipped]

  /// Creates the parts.
  ///
  /// - Parameters:
  ///   - train: The training images.
  ///   - validation: The validation images of the data set, or nil.
  ///   - unlabeled: Images of unknown class, or nil.
  ///   - test: The test images, with the same classes.
  ///   - skipped: The images that were left out.
  public init(
    train: ImageDataset, validation: ImageDataset? = nil, unlabeled: ImageDataset? = nil,
    test: ImageDataset, skipped: [Skipped] = []
  ) {
    self.train = train
    self.validation = validation
    self.unlabeled = unlabeled
    self.test = test
    self.skipped = skipped
  }

  /// Everything but the test part as one data set: the training images, then those of validation,
  /// then those of unknown class.
  public var all: ImageDataset {
    ImageDataset(joining: [train] + [validation, unlabeled].compactMap { $0 })
  }

  /// Returns the parts with the images of a second source in the unlabeled pool.
  ///
  /// They are brought to the size and the channels of the training images.
  ///
  /// - Parameters:
  ///   - source: Where the images come from; classes are not looked at.
  ///   - options: How to read them; size and channels follow from the training images.
  /// - Returns: The parts.
  /// - Throws: A ``DatasetError``.
  package func addingUnlabeled(
    _ source: DatasetSource, options: DatasetOptions
  ) throws -> DatasetParts {
    let options = DatasetOptions(
      imageSize: train.width == train.height ? train.width : nil,
      channels: train.channels, unreadable: options.unreadable, cache: options.cache)
    let found = try source.loadUnlabeled(options)
    let fitting = try found.images.relabeled(found.images.labels, classNames: train.classNames)
      .converted(width: train.width, height: train.height, channels: train.channels)
    return DatasetParts(
      train: train, validation: validation,
      unlabeled: ImageDataset(joining: [unlabeled, fitting].compactMap { $0 }), test: test,
      skipped: skipped + found.skipped)
  }
}
