/// A typed name of something that a threshold policy gives and losses may need.
///
/// A policy lists what it gives, a loss what it needs; a pipeline refuses a pair that does not fit
/// before anything is trained. Users add keys of their own:
///
///     extension SelectionKey where Value == [Float] {
///       static let margins = SelectionKey("margins", "the margin of every unlabeled image")
///     }
package struct SelectionKey<Value: Sendable>: Sendable {
  /// What is given.
  package let content: SelectionContent

  /// Creates a key.
  ///
  /// - Parameters:
  ///   - name: A name that no other key has.
  ///   - meaning: What is given, as errors say it.
  public init(_ name: String, _ meaning: String) {
    content = SelectionContent(name, meaning)
  }
}
