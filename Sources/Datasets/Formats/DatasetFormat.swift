/// A way in which data sets are laid out on disk, or made.
public protocol DatasetFormat: Sendable {
  /// What stands before the colon, such as `idx`.
  var name: String { get }
  /// One line that says what the path names.
  var summary: String { get }
  /// The numbers of classes that may be asked for, the default first; empty if there is no choice.
  var classCounts: [Int] { get }
  /// What images may be grouped by; empty if nothing is known of them.
  var groupKeys: [GroupKey] { get }

  /// Reads a data set.
  ///
  /// - Parameters:
  ///   - path: What stands behind the colon.
  ///   - options: How to read it.
  /// - Returns: The parts of the data set.
  /// - Throws: A ``DatasetError``.
  func load(_ path: String, options: DatasetOptions) throws -> DatasetParts

  /// Reads images without their classes.
  ///
  /// - Parameters:
  ///   - path: What stands behind the colon.
  ///   - options: How to read them.
  /// - Returns: The images, and the files that were left out.
  /// - Throws: A ``DatasetError``.
  func loadUnlabeled(_ path: String, options: DatasetOptions) throws -> UnlabeledImages
}

extension DatasetFormat {
  /// No choice.
  public var classCounts: [Int] { [] }
  /// None.
  public var groupKeys: [GroupKey] { [] }

  /// Reads everything but the test part of a data set.
  public func loadUnlabeled(_ path: String, options: DatasetOptions) throws -> UnlabeledImages {
    let parts = try load(path, options: options)
    return UnlabeledImages(images: parts.all.withoutLabels(), skipped: parts.skipped)
  }
}

/// Images whose classes are not known, or not to be looked at.
public struct UnlabeledImages: Sendable {
  /// The images; every label is ``ImageDataset/unknownLabel``.
  public let images: ImageDataset
  /// The images that could not be decoded and were left out, as the options asked for.
  public let skipped: [DatasetParts.Skipped]

  /// Creates the images.
  ///
  /// - Parameters:
  ///   - images: The images.
  ///   - skipped: The images that were left out.
  package init(images: ImageDataset, skipped: [DatasetParts.Skipped] = []) {
    self.images = images
    self.skipped = skipped
  }
}
