import Parts

/// One setting as `--set` takes it: `name=value`.
struct SettingAssignment: ArgumentValue {
  /// The name of the setting.
  let name: String
  /// The value, not yet checked against the setting.
  let value: OptionValue

  init(argument: String) throws(InvalidArgument) {
    guard let equals = argument.firstIndex(of: "="), equals > argument.startIndex,
      argument.index(after: equals) < argument.endIndex
    else { throw InvalidArgument("must be a name, '=' and a value") }
    name = String(argument[..<equals])
    value = OptionValue(parsing: String(argument[argument.index(after: equals)...]))
  }

  var argumentText: String { "\(name)=\(value)" }

  /// Returns the settings by name.
  ///
  /// - Throws: A ``ValidationError`` for a setting that is given twice.
  static func dictionary(_ assignments: [SettingAssignment]) throws -> [String: OptionValue] {
    var result: [String: OptionValue] = [:]
    for assignment in assignments {
      guard result.updateValue(assignment.value, forKey: assignment.name) == nil else {
        throw ValidationError("the setting '\(assignment.name)' is given twice")
      }
    }
    return result
  }
}
