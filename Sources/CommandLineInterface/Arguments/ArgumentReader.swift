/// What a command line says, before defaults and checks of the whole.
struct GivenArguments: Sendable {
  /// The values by parameter name, in the order given.
  var values: [String: [any Sendable]] = [:]
  /// Whether help is asked for.
  var wantsHelp = false
  /// Whether the version is asked for.
  var wantsVersion = false
  /// The first name that no parameter has.
  var unknown: String?
  /// The values that no positional argument takes.
  var surplus: [String] = []
}

/// Takes the arguments of one command apart.
struct ArgumentReader {
  private let path: [CommandDescription]
  private let parameters: [Parameter]
  private let hasVersion: Bool
  private var positional: ArraySlice<Parameter>
  private var rest: ArraySlice<String> = []
  private var given = GivenArguments()

  /// Creates a reader for the last command of a path.
  init(path: [CommandDescription]) {
    self.path = path
    parameters = path[path.count - 1].parameters
    hasVersion = path.contains { $0.version != nil }
    positional = parameters.filter(\.isPositional)[...]
  }

  /// Reads all arguments.
  ///
  /// - Parameter arguments: The arguments after the command's own name.
  /// - Returns: What they say.
  /// - Throws: A ``UsageError`` for the first mistake in a value.
  consuming func read(_ arguments: ArraySlice<String>) throws(UsageError) -> GivenArguments {
    rest = arguments
    var isTerminated = false
    while let argument = rest.popFirst() {
      if isTerminated || !looksLikeOption(argument) {
        try readValue(argument)
      } else if argument == "--" {
        isTerminated = true
      } else if argument.hasPrefix("--") {
        try readLong(argument)
      } else {
        try readShort(argument)
      }
    }
    return given
  }

  private func looksLikeOption(_ argument: String) -> Bool {
    argument.hasPrefix("-") && argument != "-"
  }

  private mutating func readValue(_ argument: String) throws(UsageError) {
    guard let parameter = positional.first else {
      given.surplus.append(argument)
      return
    }
    if !parameter.isRepeating { positional.removeFirst() }
    try note(argument, for: parameter, form: nil)
  }

  private mutating func readLong(_ argument: String) throws(UsageError) {
    let (form, value) = split(argument)
    if value == nil, form == "--help" {
      given.wantsHelp = true
    } else if value == nil, form == "--version", hasVersion {
      given.wantsVersion = true
    } else if let parameter = parameter(form) {
      try readOption(parameter, form: form, value: value)
    } else {
      given.unknown = given.unknown ?? form
    }
  }

  /// Reads short names, several of which may share one dash; only the last can take a value.
  private mutating func readShort(_ argument: String) throws(UsageError) {
    let (forms, value) = split(argument)
    let letters = forms.dropFirst().map { "-\($0)" }
    let isKnown = letters.contains { $0 == "-h" || parameter($0) != nil }
    for (index, form) in letters.enumerated() {
      if form == "-h" {
        given.wantsHelp = true
      } else if let parameter = parameter(form) {
        let isLast = index == letters.count - 1
        if parameter.takesValue, !isLast {
          throw error(.missingValue(form: form, parameter))
        }
        try readOption(parameter, form: form, value: isLast ? value : nil)
      } else {
        given.unknown = given.unknown ?? (isKnown ? form : forms)
      }
    }
  }

  private mutating func readOption(
    _ parameter: Parameter, form: String, value: String?
  ) throws(UsageError) {
    guard parameter.takesValue else {
      if let value { throw error(.unexpectedValue(form: form, value: value)) }
      return try note(form == parameter.inverseForm ? "false" : "true", for: parameter, form: form)
    }
    if let value { return try note(value, for: parameter, form: form) }
    guard let next = rest.first, !looksLikeOption(next) else {
      throw error(.missingValue(form: form, parameter))
    }
    rest.removeFirst()
    try note(next, for: parameter, form: form)
  }

  private mutating func note(
    _ text: String, for parameter: Parameter, form: String?
  ) throws(UsageError) {
    let value: any Sendable
    do throws(InvalidArgument) {
      value = try parameter.decode(text)
    } catch {
      throw self.error(.invalidValue(text, form: form, parameter, reason: error.reason))
    }
    given.values[parameter.name, default: []].append(value)
  }

  private func parameter(_ form: String) -> Parameter? {
    parameters.first { $0.forms.contains(form) }
  }

  private func split(_ argument: String) -> (form: String, value: String?) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    return (String(parts[0]), parts.count == 2 ? String(parts[1]) : nil)
  }

  private func error(_ kind: UsageError.Kind) -> UsageError {
    UsageError(kind: kind, path: path)
  }
}
