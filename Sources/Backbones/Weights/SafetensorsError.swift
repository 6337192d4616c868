/// A file that cannot be read or is not valid safetensors.
public struct SafetensorsError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file's name.
  public let file: String
  /// What is wrong: that it cannot be read, or what was expected and what was found.
  public let reason: String

  /// One line for a person.
  public var description: String { "\(file): \(reason)" }
}
