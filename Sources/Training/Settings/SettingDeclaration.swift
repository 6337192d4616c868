import TensorCore

/// What a method or recipe says about one of its settings.
public struct SettingDeclaration: Sendable {
  /// The values that a setting may have.
  public enum Kind: Sendable, Hashable {
    /// A number within bounds.
    case number(ClosedRange<Double>)
    /// A whole number within bounds.
    case whole(ClosedRange<Int>)
    /// Yes or no.
    case flag
    /// One of several words.
    case choice([String])
  }

  /// The name, such as `threshold`.
  public let name: String
  /// What the setting decides, in one line.
  public let summary: String
  /// The values that it may have.
  public let kind: Kind
  /// The value under a recipe if nothing else is said.
  public let defaultValue: @Sendable (Recipe) -> SettingValue

  /// The values in words, such as `0 to 1`.
  public var valuesText: String {
    switch kind {
    case .number(let range):
      "\(SettingValue.number(range.lowerBound)) to "
        + (range.upperBound.isFinite ? "\(SettingValue.number(range.upperBound))" : "any number")
    case .whole(let range):
      "whole, \(range.lowerBound) to "
        + (range.upperBound < Int.max ? "\(range.upperBound)" : "any number")
    case .flag: "true, false"
    case .choice(let words): words.joined(separator: ", ")
    }
  }

  /// Returns the value if the setting may have it.
  ///
  /// - Parameter value: The value.
  /// - Returns: The same value; a choice is always a word.
  /// - Throws: A ``TrainingError`` that names the setting and its values.
  package func checked(_ value: SettingValue) throws -> SettingValue {
    let isValid =
      switch (kind, value) {
      case (.number(let range), .number(let number)): range.contains(number)
      case (.whole(let range), .number(let number)):
        number == number.rounded() && number >= Double(range.lowerBound)
          && number <= Double(range.upperBound)
      case (.flag, .flag): true
      case (.choice(let words), _): words.contains(value.description)
      default: false
      }
    if isValid {
      if case .choice = kind { return .word(value.description) }
      return value
    }
    var hint = ""
    if case .choice(let words) = kind, case .word(let word) = value,
      let near = suggestion(for: word, among: words)
    {
      hint = " Did you mean '\(near)'?"
    }
    throw TrainingError.mismatch(
      "the setting '\(name)' cannot be \(value).\(hint) Expected: \(valuesText)")
  }
}
