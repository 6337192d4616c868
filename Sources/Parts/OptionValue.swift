/// The value of an option, as configurations and command lines carry it.
///
/// JSON holds a number, `true` or `false`, or a word.
public enum OptionValue: Sendable, Hashable {
  /// A number.
  case number(Double)
  /// Yes or no.
  case flag(Bool)
  /// A word.
  case word(String)

  /// Reads a value from text: a number where it is one, `true` and `false`, else a word.
  ///
  /// - Parameter text: The text.
  public init(parsing text: String) {
    if let flag = Bool(text) {
      self = .flag(flag)
    } else if let number = Double(text) {
      self = .number(number)
    } else {
      self = .word(text)
    }
  }
}

extension OptionValue: CustomStringConvertible {
  /// The value as it would be written on a command line.
  public var description: String {
    switch self {
    case .number(let number):
      number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    case .flag(let flag): "\(flag)"
    case .word(let word): word
    }
  }
}

extension OptionValue: Codable {
  /// Decodes a number, a truth value or a string.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else {
      self = .word(try container.decode(String.self))
    }
  }

  /// Encodes a number, a truth value or a string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let number): try container.encode(number)
    case .flag(let flag): try container.encode(flag)
    case .word(let word): try container.encode(word)
    }
  }
}

extension OptionValue: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByStringLiteral
{
  /// A number.
  public init(floatLiteral value: Double) { self = .number(value) }
  /// A whole number.
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
  /// Yes or no.
  public init(booleanLiteral value: Bool) { self = .flag(value) }
  /// A word.
  public init(stringLiteral value: String) { self = .word(value) }
}
