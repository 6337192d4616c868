/// Something that a threshold policy gives and losses may need, without its type.
public struct SelectionContent: Sendable, Hashable {
  /// The name, which no other content has.
  package let name: String
  /// What is given, as errors say it.
  package let meaning: String

  /// Creates a content.
  ///
  /// - Parameters:
  ///   - name: A name that no other content has.
  ///   - meaning: What is given, as errors say it.
  public init(_ name: String, _ meaning: String) {
    self.name = name
    self.meaning = meaning
  }

  /// Weights and pseudo-labels of unlabeled images.
  package static let pseudoLabels = SelectionContent(
    "pseudo-labels", "pseudo-labels of unlabeled images")
  /// Weights of labeled images.
  package static let labeledWeights = SelectionContent(
    "labeled-weights", "weights of labeled images")
}
