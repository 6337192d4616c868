/// A policy or loss that describes itself in lists.
public protocol Listed {
  /// Its name, what it does and where its definition stands.
  static var listing: Listing { get }
}

/// How a policy or loss describes itself in lists.
public struct Listing: Sendable, Hashable, Codable {
  /// The name on command lines and in tables, such as `flexmatch`.
  public let identifier: String
  /// What it does, in one line.
  public let summary: String
  /// Where its definition stands: a link.
  public let source: String

  /// Creates a description.
  ///
  /// - Parameters:
  ///   - identifier: The name on command lines and in tables.
  ///   - summary: What it does, in one line.
  ///   - source: Where its definition stands: a link.
  public init(_ identifier: String, _ summary: String, source: String) {
    self.identifier = identifier
    self.summary = summary
    self.source = source
  }
}
