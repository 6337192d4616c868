/// A positional argument: its declaration, and the key to its value in ``ParsedArguments``.
struct Argument<Value: Sendable>: ParameterDeclaration {
  let parameter: Parameter
}

extension Argument where Value: ArgumentValue {
  /// Declares a positional argument that must be given.
  ///
  /// - Parameters:
  ///   - name: The word for the value in help.
  ///   - constraint: What the value must fulfil.
  ///   - values: The values that may be given; empty for all of the type.
  ///   - completion: What shells offer.
  ///   - help: What the argument is for.
  init(
    required name: String, _ constraint: Constraint<Value>? = nil,
    values: [String] = Value.allowedValues, completion: CompletionKind = .automatic, help: String
  ) {
    parameter = .valued(
      kind: .positional, name: name, short: nil, valueName: nil, help: help, values: values,
      isRequired: true, completion: completion, constraint: constraint
    ) { $0.last }
  }
}

extension Argument {
  /// Declares a positional argument whose value is nil if it is not given.
  ///
  /// - Parameters:
  ///   - name: The word for the value in help.
  ///   - constraint: What the value must fulfil.
  ///   - values: The values that may be given; empty for all of the type.
  ///   - completion: What shells offer.
  ///   - help: What the argument is for.
  init<Wrapped: ArgumentValue>(
    optional name: String, _ constraint: Constraint<Wrapped>? = nil,
    values: [String] = Wrapped.allowedValues, completion: CompletionKind = .automatic,
    help: String
  ) where Value == Wrapped? {
    parameter = .valued(
      kind: .positional, name: name, short: nil, valueName: nil, help: help, values: values,
      completion: completion, constraint: constraint
    ) { $0.last }
  }

  /// Declares the rest of the positional arguments; a command may have one, as its last.
  ///
  /// - Parameters:
  ///   - name: The word for the value in help.
  ///   - isRequired: Whether at least one must be given.
  ///   - constraint: What each value must fulfil.
  ///   - completion: What shells offer.
  ///   - help: What the arguments are for.
  init<Element: ArgumentValue>(
    repeating name: String, isRequired: Bool, _ constraint: Constraint<Element>? = nil,
    completion: CompletionKind = .automatic, help: String
  ) where Value == [Element] {
    parameter = .valued(
      kind: .positional, name: name, short: nil, valueName: nil, help: help,
      values: Element.allowedValues, isRequired: isRequired, isRepeating: true,
      completion: completion, constraint: constraint
    ) { $0 }
  }
}
