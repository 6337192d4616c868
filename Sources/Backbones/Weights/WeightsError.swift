/// Weights that do not fit a network.
public struct WeightsError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file's name.
  public let file: String
  /// What was expected and what was found.
  public let reason: String

  /// One line for a person.
  public var description: String { "\(file): these weights do not fit the network: \(reason)" }
}
