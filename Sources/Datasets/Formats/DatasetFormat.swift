/// A way in which data sets are laid out on disk, or made.
public protocol DatasetFormat: Sendable {
  /// What stands before the colon, such as `idx`.
  var name: String { get }
  /// One line that says what the path names.
  var summary: String { get }
  /// The numbers of classes that may be asked for, the default first; empty if there is no choice.
  var classCounts: [Int] { get }
  /// What pictures may be grouped by; empty if nothing is known of them.
  var groupKeys: [GroupKey] { get }

  /// Reads a data set.
  ///
  /// - Parameters:
  ///   - path: What stands behind the colon.
  ///   - options: How to read it.
  /// - Returns: The parts of the data set.
  /// - Throws: A ``DatasetError``.
  func load(_ path: String, options: DatasetOptions) throws -> DatasetParts

  /// Reads pictures without their classes.
  ///
  /// - Parameters:
  ///   - path: What stands behind the colon.
  ///   - options: How to read them.
  /// - Returns: The pictures, and the files that were left out.
  /// - Throws: A ``DatasetError``.
  func loadUnlabeled(_ path: String, options: DatasetOptions) throws -> UnlabeledPictures
}

extension DatasetFormat {
  /// No choice.
  public var classCounts: [Int] { [] }
  /// None.
  public var groupKeys: [GroupKey] { [] }

  /// Reads everything but the test part of a data set.
  public func loadUnlabeled(_ path: String, options: DatasetOptions) throws -> UnlabeledPictures {
    let parts = try load(path, options: options)
    return UnlabeledPictures(images: parts.all.withoutLabels(), skipped: parts.skipped)
  }
}

/// Pictures whose classes are not known, or not to be looked at.
public struct UnlabeledPictures: Sendable {
  /// The pictures; every label is ``ImageDataset/unknownLabel``.
  public let images: ImageDataset
  /// The pictures that could not be decoded and were left out, as the options asked for.
  public let skipped: [DatasetParts.Skipped]

  /// Creates the pictures.
  ///
  /// - Parameters:
  ///   - images: The pictures.
  ///   - skipped: The pictures that were left out.
  public init(images: ImageDataset, skipped: [DatasetParts.Skipped] = []) {
    self.images = images
    self.skipped = skipped
  }
}
