/// Why a run cannot begin or go on.
public enum TrainingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Method, data and options do not fit together.
  case mismatch(String)
  /// A term of the loss is not a finite number after so many steps.
  case notFinite(step: Int, term: String, value: Float)
  /// The gradient of a parameter is not finite after so many steps, though the loss is.
  case gradientNotFinite(step: Int, parameter: String)
  /// The weights are not finite after so many steps.
  case weightsNotFinite(step: Int, parameter: String)
  /// A name is not known.
  case unknownName(kind: String, name: String, suggestion: String?, known: [String])

  /// Whether numbers went wrong in training.
  package var isNotFinite: Bool {
    switch self {
    case .notFinite, .gradientNotFinite, .weightsNotFinite: true
    case .mismatch, .unknownName: false
    }
  }

  /// One line for a person.
  public var description: String {
    switch self {
    case .mismatch(let text): return text
    case .notFinite(let step, let term, let value):
      return "the loss '\(term)' is \(value) in step \(step + 1); a lower learning rate may help"
    case .gradientNotFinite(let step, let parameter):
      return "the gradient of '\(parameter)' is not finite in step \(step + 1); "
        + "a lower learning rate may help"
    case .weightsNotFinite(let step, let parameter):
      return "'\(parameter)' is not finite after step \(step); a lower learning rate may help"
    case .unknownName(let kind, let name, let suggestion, let known):
      let hint = suggestion.map { " Did you mean '\($0)'?" } ?? ""
      return "unknown \(kind) '\(name)'.\(hint) Known: \(known.joined(separator: ", "))"
    }
  }
}
