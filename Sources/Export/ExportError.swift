/// A file that cannot be written.
public struct ExportError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file.
  public let file: String
  /// What is wrong.
  public let reason: String

  /// One line for a person.
  public var description: String { "\(file): \(reason)" }
}
