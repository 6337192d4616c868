extension Parameter {
  /// Makes a parameter whose values are of one type; `assemble` makes the final value of those
  /// that were given, and the type of its result is the one by which the value is looked up.
  static func valued<Element: ArgumentValue, Value: Sendable>(
    kind: Kind, name: String, short: Character?, valueName: String?, help: String,
    defaultText: String? = nil, values: [String], isRequired: Bool = false,
    isRepeating: Bool = false, completion: CompletionKind, constraint: Constraint<Element>?,
    assemble: @escaping @Sendable ([Element]) -> Value
  ) -> Parameter {
    Parameter(
      kind: kind, name: name, short: short, valueName: valueName ?? name, help: help,
      defaultText: defaultText, allowedValues: values, isRequired: isRequired,
      isRepeating: isRepeating, isHidden: false, completion: completion,
      decode: { (text) throws(InvalidArgument) in
        guard values.isEmpty || values.contains(text) else { throw InvalidArgument() }
        let value = try Element(argument: text)
        if let constraint, !constraint.holds(value) {
          throw InvalidArgument("must be \(constraint.text)")
        }
        return value
      },
      assemble: { assemble($0.compactMap { $0 as? Element }) })
  }
}
