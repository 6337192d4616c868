/// The values that an option may have.
public enum OptionKind: Sendable, Hashable {
  /// A number within bounds.
  case number(ClosedRange<Double>)
  /// A whole number within bounds.
  case whole(ClosedRange<Int>)
  /// Yes or no.
  case flag
  /// One of several words.
  case choice([String])

  /// The values in words, such as `0 to 1`.
  public var text: String {
    switch self {
    case .number(let range):
      "\(OptionValue.number(range.lowerBound)) to "
        + (range.upperBound.isFinite ? "\(OptionValue.number(range.upperBound))" : "any number")
    case .whole(let range):
      "whole, \(range.lowerBound) to "
        + (range.upperBound < Int.max ? "\(range.upperBound)" : "any number")
    case .flag: "true, false"
    case .choice(let words): words.joined(separator: ", ")
    }
  }

  /// Returns the value as the option stores it, or nil if it may not have it.
  func accepted(_ value: OptionValue) -> OptionValue? {
    switch (self, value) {
    case (.number(let range), .number(let number)): range.contains(number) ? value : nil
    case (.whole(let range), .number(let number)):
      number == number.rounded() && number >= Double(range.lowerBound)
        && number <= Double(range.upperBound) ? value : nil
    case (.flag, .flag): value
    case (.choice(let words), _):
      words.contains(value.description) ? .word(value.description) : nil
    default: nil
    }
  }
}
