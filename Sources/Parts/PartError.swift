import TensorCore

/// Why parts cannot be made, or do not fit together.
public enum PartError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A name that a catalog or a part does not have.
  case unknownName(kind: String, name: String, known: [String])
  /// A name that several options have.
  case ambiguousName(name: String, paths: [String])
  /// A value that an option cannot have.
  case invalidValue(option: String, value: OptionValue, suggestion: String?, expected: String)
  /// An option that was given and would change nothing.
  case withoutEffect(option: String, part: String)
  /// Two parts that cannot work together: what one needs and the other does not give.
  case mismatch(String)

  /// One line for a person.
  public var description: String {
    switch self {
    case .unknownName(let kind, let name, let known):
      let near = suggestion(for: name, among: known)
      let hint = near.map { " Did you mean '\($0)'?" } ?? ""
      return "unknown \(kind) '\(name)'.\(hint)"
        + (known.isEmpty ? " There is none." : " Known: \(known.joined(separator: ", "))")
    case .ambiguousName(let name, let paths):
      return "several parts have an option '\(name)': say \(paths.joined(separator: " or "))"
    case .invalidValue(let option, let value, let suggestion, let expected):
      let hint = suggestion.map { " Did you mean '\($0)'?" } ?? ""
      return "the option '\(option)' cannot be \(value).\(hint) Expected: \(expected)"
    case .withoutEffect(let option, let part):
      return "the option '\(option)' of '\(part)' has no effect beside the other options"
    case .mismatch(let text): return text
    }
  }
}
