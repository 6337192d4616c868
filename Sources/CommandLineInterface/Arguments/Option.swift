/// A named option with a value: its declaration, and the key to its value in
/// ``ParsedArguments``.
///
/// ```swift
/// static let steps = Option("steps", default: 2_000, .atLeast(1), help: "Training steps.")
/// ```
struct Option<Value: Sendable>: ParameterDeclaration {
  let parameter: Parameter
}

extension Option where Value: ArgumentValue {
  /// Declares an option with a default.
  ///
  /// - Parameters:
  ///   - name: The long name without dashes.
  ///   - short: The short name without its dash.
  ///   - defaultValue: The value if the option is not given.
  ///   - constraint: What the value must fulfil.
  ///   - values: The values that may be given; empty for all of the type.
  ///   - valueName: The word for the value in help; by default the name.
  ///   - completion: What shells offer.
  ///   - help: What the option is for.
  init(
    _ name: String, short: Character? = nil, default defaultValue: Value,
    _ constraint: Constraint<Value>? = nil, values: [String] = Value.allowedValues,
    valueName: String? = nil, completion: CompletionKind = .automatic, help: String
  ) {
    parameter = .valued(
      kind: .option, name: name, short: short, valueName: valueName, help: help,
      defaultText: defaultValue.argumentText, values: values, completion: completion,
      constraint: constraint
    ) { $0.last ?? defaultValue }
  }

  /// Declares an option that must be given.
  ///
  /// - Parameters:
  ///   - name: The long name without dashes.
  ///   - short: The short name without its dash.
  ///   - constraint: What the value must fulfil.
  ///   - values: The values that may be given; empty for all of the type.
  ///   - valueName: The word for the value in help; by default the name.
  ///   - completion: What shells offer.
  ///   - help: What the option is for.
  init(
    required name: String, short: Character? = nil, _ constraint: Constraint<Value>? = nil,
    values: [String] = Value.allowedValues, valueName: String? = nil,
    completion: CompletionKind = .automatic, help: String
  ) {
    parameter = .valued(
      kind: .option, name: name, short: short, valueName: valueName, help: help,
      values: values, isRequired: true, completion: completion, constraint: constraint
    ) { $0.last }
  }
}

extension Option {
  /// Declares an option whose value is nil if it is not given.
  ///
  /// - Parameters:
  ///   - name: The long name without dashes.
  ///   - short: The short name without its dash.
  ///   - constraint: What the value must fulfil.
  ///   - values: The values that may be given; empty for all of the type.
  ///   - valueName: The word for the value in help; by default the name.
  ///   - defaultText: What help names as the default, where it follows from something else.
  ///   - completion: What shells offer.
  ///   - help: What the option is for.
  init<Wrapped: ArgumentValue>(
    optional name: String, short: Character? = nil, _ constraint: Constraint<Wrapped>? = nil,
    values: [String] = Wrapped.allowedValues, valueName: String? = nil,
    defaultText: String? = nil, completion: CompletionKind = .automatic, help: String
  ) where Value == Wrapped? {
    parameter = .valued(
      kind: .option, name: name, short: short, valueName: valueName, help: help,
      defaultText: defaultText, values: values, completion: completion, constraint: constraint
    ) { $0.last }
  }

  /// Declares an option that may be given several times.
  ///
  /// - Parameters:
  ///   - name: The long name without dashes.
  ///   - short: The short name without its dash.
  ///   - constraint: What each value must fulfil.
  ///   - values: The values that may be given; empty for all of the type.
  ///   - valueName: The word for the value in help; by default the name.
  ///   - completion: What shells offer.
  ///   - help: What the option is for.
  init<Element: ArgumentValue>(
    repeating name: String, short: Character? = nil, _ constraint: Constraint<Element>? = nil,
    values: [String] = Element.allowedValues, valueName: String? = nil,
    completion: CompletionKind = .automatic, help: String
  ) where Value == [Element] {
    parameter = .valued(
      kind: .option, name: name, short: short, valueName: valueName, help: help,
      values: values, isRepeating: true, completion: completion, constraint: constraint
    ) { $0 }
  }
}
