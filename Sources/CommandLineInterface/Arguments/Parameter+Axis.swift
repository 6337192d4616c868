extension Parameter {
  /// The parameter with a list of values for its value, as texts that were checked.
  ///
  /// Values are separated by commas, or given one by one. Where values hold commas themselves, they
  /// are given one by one. Of a parameter `NAME=VALUE` that may be repeated, the value is a list.
  ///
  /// - Parameter holdsCommas: Whether values hold commas themselves.
  /// - Returns: A parameter whose value is `[String]`.
  func listed(holdsCommas: Bool) -> Parameter {
    let one = self
    return Parameter(
      kind: kind, name: name, short: short, valueName: valueName, help: help,
      defaultText: defaultText, allowedValues: allowedValues, isRequired: isRequired,
      isRepeating: true, isHidden: isHidden, completion: completion,
      decode: { (text) throws(InvalidArgument) in
        if one.isRepeating {
          for choice in Parameter.choices(of: text) { _ = try one.decode(choice) }
          return [text]
        }
        let texts = holdsCommas || !one.takesValue ? [text] : Parameter.items(of: text)
        for item in texts { _ = try one.decode(item) }
        return texts
      },
      assemble: { $0.flatMap { $0 as? [String] ?? [] } })
  }

  /// The parameter with other values to offer and suggest, all others being refused.
  ///
  /// - Parameter names: The values; a text with a colon is taken as well.
  /// - Returns: The parameter.
  func offering(_ names: [String]) -> Parameter {
    let one = self
    return Parameter(
      kind: kind, name: name, short: short, valueName: valueName, help: help,
      defaultText: defaultText, allowedValues: names, isRequired: isRequired,
      isRepeating: isRepeating, isHidden: isHidden, completion: completion,
      decode: { (text) throws(InvalidArgument) in
        guard names.contains(text) || text.contains(":") else { throw InvalidArgument() }
        return try one.decode(text)
      },
      assemble: assemble)
  }

  /// The parts between commas.
  static func items(of text: String) -> [String] {
    text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  /// `NAME=A` and `NAME=B` of `NAME=A,B`.
  static func choices(of text: String) -> [String] {
    guard let equals = text.firstIndex(of: "=") else { return [text] }
    let name = text[...equals]
    return items(of: String(text[text.index(after: equals)...])).map { name + $0 }
  }
}
