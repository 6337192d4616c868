/// What a part is called, what it does, and where its definition stands.
public struct PartInfo: Sendable, Hashable, Codable {
  /// The name on command lines, in configurations and in tables, such as `flexmatch`.
  public let name: String
  /// What the part does, in one line.
  public let summary: String
  /// Where its definition stands: an arXiv number, a link, or `reference` for textbook knowledge.
  public let source: String
  /// Defaults that the part asks of other slots of a method, by option path, such as
  /// `teacher.buffers`; whatever a method or a user says wins over them.
  public let preferences: [String: OptionValue]

  /// Creates a description.
  ///
  /// - Parameters:
  ///   - name: Lowercase words joined by hyphens.
  ///   - summary: What the part does, in one line.
  ///   - source: Where its definition stands.
  ///   - preferences: Defaults that the part asks of other slots, by option path.
  public init(
    _ name: String, _ summary: String, source: String, preferences: [String: OptionValue] = [:]
  ) {
    self.name = name
    self.summary = summary
    self.source = source
    self.preferences = preferences
  }
}
