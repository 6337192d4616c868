import Datasets
import Methods
import Parts
import Runs

/// The options of a run, made from the one table of its keys.
enum RunOptions {
  /// The parameter of a key.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - catalog: The names that are offered.
  /// - Returns: A parameter whose value is `[RunValue]`, or `[SettingAssignment]` for settings.
  static func parameter(of key: RunKey, _ catalog: PartCatalog) -> Parameter {
    var kind = Parameter.Kind.option
    var names: [String] = []
    var completion = CompletionKind.automatic
    switch key.kind {
    case .flag: kind = .flag(isInvertible: false)
    case .invertibleFlag: kind = .flag(isInvertible: true)
    case .choice(let words): names = words
    case .file: completion = .file
    case .whole, .seed, .number, .text, .settings: break
    }
    switch key.offer {
    case .methods: names = catalog.methods.map(\.name)
    case .recipes: names = catalog.recipes.map(\.name)
    case .formats: completion = .prefixedPath(DatasetSource.formatNames)
    case .nothing: break
    }
    let isRepeating = if case .settings = key.kind { true } else { false }
    let allowed = names
    return Parameter(
      kind: kind, name: key.name, short: nil,
      valueName: key.valueName.isEmpty ? key.name : key.valueName, help: key.help,
      defaultText: key.defaultText, allowedValues: allowed, isRequired: key.name == "data",
      isRepeating: isRepeating, isHidden: false, completion: completion,
      decode: { (text) throws(InvalidArgument) in
        if isRepeating { return try SettingAssignment(argument: text) }
        let isComposition = key.offer == .methods && text.contains(":")
        guard allowed.isEmpty || isComposition || allowed.contains(text) else {
          throw InvalidArgument()
        }
        return try value(text, of: key)
      },
      assemble: { values in
        isRepeating
          ? values.compactMap { $0 as? SettingAssignment } as any Sendable
          : values.compactMap { $0 as? RunValue }
      })
  }

  /// Reads a value from text.
  private static func value(_ text: String, of key: RunKey) throws(InvalidArgument) -> RunValue {
    switch key.kind {
    case .whole(let range):
      let number = try Int(argument: text)
      guard range.contains(number) else { throw InvalidArgument("must be \(rule(range))") }
      return .whole(number)
    case .seed: return .seed(try UInt64(argument: text))
    case .number(let rule, let holds):
      let number = try Double(argument: text)
      guard holds(number) else { throw InvalidArgument("must be \(rule)") }
      return .number(number)
    case .flag, .invertibleFlag: return .flag(try Bool(argument: text))
    case .choice, .file: return .text(text)
    case .text(let form):
      do {
        return .text(try form(text))
      } catch {
        throw InvalidArgument(String(describing: error))
      }
    case .settings: throw InvalidArgument()
    }
  }

  private static func rule(_ range: ClosedRange<Int>) -> String {
    range.upperBound == .max
      ? "at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
  }

  /// The key to the value of a run's option; nil where the option was not given.
  static func option(_ name: String) -> Option<[RunValue]> {
    guard let key = RunConfiguration.keys.first(where: { $0.name == name }) else {
      fatalError("a run has no key '\(name)'")
    }
    return Option(parameter: parameter(of: key, .standard))
  }

  /// What the options say of a run.
  ///
  /// - Parameters:
  ///   - arguments: Values of some or all of the keys' parameters.
  ///   - catalog: Where names are looked up.
  /// - Returns: The configuration.
  /// - Throws: A ``ValidationError`` for a setting that is given twice.
  static func configuration(
    of arguments: ParsedArguments, _ catalog: PartCatalog
  ) throws -> RunConfiguration {
    var configuration = RunConfiguration(data: "", catalog: catalog)
    for key in RunConfiguration.keys {
      let parameter = parameter(of: key, catalog)
      guard arguments.declares(parameter) else { continue }
      if case .settings = key.kind {
        let assignments = arguments[Option<[SettingAssignment]>(parameter: parameter)]
        let settings = try SettingAssignment.dictionary(assignments)
        if !settings.isEmpty { try configuration.set(key, to: .settings(settings)) }
      } else if let value = arguments[Option<[RunValue]>(parameter: parameter)].last {
        if case .flag(let isOn) = value, isDefault(isOn, of: key) { continue }
        try configuration.set(key, to: value)
      }
    }
    return configuration
  }

  /// Whether a flag says what holds anyway.
  private static func isDefault(_ isOn: Bool, of key: RunKey) -> Bool {
    if case .invertibleFlag = key.kind { isOn } else { !isOn }
  }
}
