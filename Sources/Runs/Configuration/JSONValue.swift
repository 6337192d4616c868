import Parts

/// A value of a configuration's JSON, before it is known what its key takes.
enum JSONValue: Decodable {
  case flag(Bool)
  case whole(Int)
  case seed(UInt64)
  case number(Double)
  case text(String)
  case table([String: OptionValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Bool.self) {
      self = .flag(value)
    } else if let value = try? container.decode(Int.self) {
      self = .whole(value)
    } else if let value = try? container.decode(UInt64.self) {
      self = .seed(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else {
      self = .table(try container.decode([String: OptionValue].self))
    }
  }

  private var text: String {
    switch self {
    case .flag(let value): "\(value)"
    case .whole(let value): "\(value)"
    case .seed(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let value): "'\(value)'"
    case .table: "an object"
    }
  }

  /// The value as a key takes it.
  func runValue(for key: RunKey, file: String) throws -> RunValue {
    switch (key.kind, self) {
    case (.whole, .whole(let value)): return .whole(value)
    case (.seed, .whole(let value)) where value >= 0: return .seed(UInt64(value))
    case (.seed, .seed(let value)): return .seed(value)
    case (.number, .whole(let value)): return .number(Double(value))
    case (.number, .number(let value)): return .number(value)
    case (.flag, .flag(let value)), (.invertibleFlag, .flag(let value)): return .flag(value)
    case (.choice, .text(let value)), (.text, .text(let value)), (.file, .text(let value)):
      return .text(value)
    case (.settings, .table(let value)): return .settings(value)
    default:
      throw RunConfigurationError(
        file, "expected '\(key.jsonKey)' to be \(key.kindText), found \(text)")
    }
  }
}
