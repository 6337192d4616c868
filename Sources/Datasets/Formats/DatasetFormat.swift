/// A way in which data sets are laid out on disk, or made.
public protocol DatasetFormat: Sendable {
  /// What stands before the colon, such as `idx`.
  var name: String { get }
  /// One line that says what the path names.
  var summary: String { get }

  /// Reads a data set.
  ///
  /// - Parameters:
  ///   - path: What stands behind the colon.
  ///   - options: How to read it.
  /// - Returns: The training and the test part.
  /// - Throws: A ``DatasetError``.
  func load(_ path: String, options: DatasetOptions) throws -> DatasetParts
}
