/// A run folder that is not what it should be.
public struct RunFolderError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file or folder.
  public let file: String
  /// What was expected and what was found.
  public let reason: String

  /// Creates an error.
  package init(file: String, reason: String) {
    self.file = file
    self.reason = reason
  }

  /// One line for a person.
  public var description: String { "\(file): \(reason)" }
}
