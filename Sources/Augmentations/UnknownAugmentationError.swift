/// A name that no augmentation pipeline has.
public struct UnknownAugmentationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The name that was asked for.
  public let name: String

  /// The names that there are.
  package var knownNames: [String] { AugmentationPipeline.all.map(\.name) }

  /// What was found and what was expected.
  public var description: String {
    "unknown augmentation \"\(name)\"; expected one of \(knownNames.joined(separator: ", "))"
  }
}
