/// A named option without a value: its declaration, and the key to its value in
/// ``ParsedArguments``.
struct Flag: ParameterDeclaration {
  let parameter: Parameter

  /// Declares a flag that is off unless given.
  ///
  /// - Parameters:
  ///   - name: The long name without dashes.
  ///   - short: The short name without its dash.
  ///   - isHidden: Whether help and completions leave the flag out.
  ///   - help: What the flag is for.
  init(_ name: String, short: Character? = nil, isHidden: Bool = false, help: String) {
    self.init(
      name: name, short: short, default: false, isInvertible: false, isHidden: isHidden,
      defaultText: nil, help: help)
  }

  /// Declares a flag that `--no-NAME` turns off; of several, the last counts.
  ///
  /// - Parameters:
  ///   - name: The long name without dashes.
  ///   - short: The short name without its dash.
  ///   - defaultValue: The value if neither form is given.
  ///   - isHidden: Whether help and completions leave the flag out.
  ///   - help: What the flag is for.
  init(
    invertible name: String, short: Character? = nil, default defaultValue: Bool,
    isHidden: Bool = false, help: String
  ) {
    self.init(
      name: name, short: short, default: defaultValue, isInvertible: true, isHidden: isHidden,
      defaultText: defaultValue ? "--\(name)" : "--no-\(name)", help: help)
  }

  private init(
    name: String, short: Character?, default defaultValue: Bool, isInvertible: Bool,
    isHidden: Bool, defaultText: String?, help: String
  ) {
    parameter = Parameter(
      kind: .flag(isInvertible: isInvertible), name: name, short: short, valueName: name,
      help: help, defaultText: defaultText, allowedValues: [], isRequired: false,
      isRepeating: false, isHidden: isHidden, completion: .automatic,
      decode: { (text) throws(InvalidArgument) in try Bool(argument: text) },
      assemble: { $0.last ?? defaultValue })
  }
}
