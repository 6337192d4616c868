public import Parts

/// The value of one key of a run, as configurations and command lines carry it.
public enum RunValue: Sendable, Hashable {
  /// A whole number.
  case whole(Int)
  /// A seed.
  case seed(UInt64)
  /// A number.
  case number(Double)
  /// Yes or no.
  case flag(Bool)
  /// A text.
  case text(String)
  /// The settings of parts by option path.
  case settings([String: OptionValue])

  /// The value as the command line takes it; empty for settings.
  package var text: String {
    switch self {
    case .whole(let value): "\(value)"
    case .seed(let value): "\(value)"
    case .number(let value): "\(OptionValue.number(value))"
    case .flag(let value): "\(value)"
    case .text(let value): value
    case .settings: ""
    }
  }
}

extension RunValue: Encodable {
  /// Encodes a number, a truth value, a string or an object.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .whole(let value): try container.encode(value)
    case .seed(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .flag(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .settings(let value): try container.encode(value)
    }
  }
}
