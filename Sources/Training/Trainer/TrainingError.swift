/// Why a run cannot begin or go on.
public enum TrainingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Method, data and options do not fit together.
  case mismatch(String)
  /// A term of the loss is not a finite number.
  case notFinite(step: Int, term: String, value: Float)
  /// A name is not known.
  case unknownName(kind: String, name: String, suggestion: String?, known: [String])

  /// One line for a person.
  public var description: String {
    switch self {
    case .mismatch(let text): return text
    case .notFinite(let step, let term, let value):
      return "the loss '\(term)' is \(value) at step \(step); a lower learning rate may help"
    case .unknownName(let kind, let name, let suggestion, let known):
      let hint = suggestion.map { " Did you mean '\($0)'?" } ?? ""
      return "unknown \(kind) '\(name)'.\(hint) Known: \(known.joined(separator: ", "))"
    }
  }
}
