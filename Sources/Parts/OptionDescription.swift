import TensorCore

/// What lists and checks know of one option of a part.
public struct OptionDescription: Sendable, Hashable {
  /// The name, such as `warm-up`.
  public let name: String
  /// What the option decides, in one line, with the source of its default.
  public let summary: String
  /// The values that it may have.
  public let kind: OptionKind
  /// The value if nothing else is said.
  public let defaultValue: OptionValue

  /// Returns the value as the option stores it.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - path: What errors call the option; nil for its name.
  /// - Returns: The same value; a choice is always a word.
  /// - Throws: A ``PartError`` that names the option and its values.
  package func checked(_ value: OptionValue, path: String? = nil) throws -> OptionValue {
    if let accepted = kind.accepted(value) { return accepted }
    var near: String?
    if case .choice(let words) = kind, case .word(let word) = value {
      near = suggestion(for: word, among: words)
    }
    throw PartError.invalidValue(
      option: path ?? name, value: value, suggestion: near, expected: kind.text)
  }
}
