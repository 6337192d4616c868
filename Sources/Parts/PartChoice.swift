/// A part by name, with the options that differ from its defaults: what methods and recipes are
/// written in.
public struct PartChoice: Sendable, Hashable, Codable, ExpressibleByStringLiteral {
  /// The name of the part in its catalog.
  public var name: String
  /// The options that are given, by name.
  public var options: [String: OptionValue]

  /// Creates a choice.
  ///
  /// - Parameters:
  ///   - name: The name of the part in its catalog.
  ///   - options: The options that are given, by name.
  public init(_ name: String, _ options: [String: OptionValue] = [:]) {
    self.name = name
    self.options = options
  }

  /// A part with its defaults.
  public init(stringLiteral name: String) { self.init(name) }
}
