import TensorCore

/// The values of a command's parameters, and where each came from.
struct ParsedArguments: Sendable {
  /// Where a value came from.
  enum Source: Sendable {
    /// The parameter was not given.
    case defaultValue
    /// The configuration file.
    case configurationFile
    /// The command line.
    case commandLine
  }

  private let values: [String: any Sendable]
  private let sources: [String: Source]

  /// Creates the result from values and sources by parameter name.
  init(values: [String: any Sendable], sources: [String: Source]) {
    self.values = values
    self.sources = sources
  }

  /// The value of an option.
  subscript<Value>(option: Option<Value>) -> Value { value(of: option.parameter) }

  /// Whether a flag is on.
  subscript(flag: Flag) -> Bool { value(of: flag.parameter) }

  /// The value of a positional argument.
  subscript<Value>(argument: Argument<Value>) -> Value { value(of: argument.parameter) }

  /// Whether the command has a parameter of that name.
  func declares(_ parameter: Parameter) -> Bool { values[parameter.name] != nil }

  /// Where the value of a parameter came from.
  func source(of declaration: any ParameterDeclaration) -> Source {
    sources[declaration.parameter.name] ?? .defaultValue
  }

  /// Whether a parameter was given, on the command line or in the configuration file.
  func isGiven(_ declaration: any ParameterDeclaration) -> Bool {
    source(of: declaration) != .defaultValue
  }

  private func value<Value>(of parameter: Parameter) -> Value {
    // Two steps: a missing entry would be a valid optional value in one.
    guard let stored = values[parameter.name], let value = stored as? Value else {
      fail("the command does not declare '\(parameter.synopsis)' with a \(Value.self)")
    }
    return value
  }
}
