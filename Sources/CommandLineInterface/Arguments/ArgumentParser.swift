import TensorCore

/// Reads a command line by the descriptions of commands.
struct ArgumentParser: Sendable {
  /// What a command line asks for.
  enum Request: Sendable {
    /// The help of the last command of the path.
    case help([CommandDescription])
    /// The version.
    case version(String)
    /// The script that completes command lines in a shell.
    case completionScript(CompletionShell)
    /// To run the last command of the path.
    case run([CommandDescription], ParsedArguments)
  }

  /// The tool.
  let root: CommandDescription
  /// The name of the user's shell, for completion scripts; nil if unknown.
  let loginShell: String?

  /// Creates a parser.
  ///
  /// - Parameters:
  ///   - root: The tool.
  ///   - loginShell: The user's shell, as a name or a path; nil if unknown.
  init(root: CommandDescription, loginShell: String? = nil) {
    self.root = root
    self.loginShell = loginShell?.split(separator: "/").last.map(String.init)
  }

  /// Reads a command line.
  ///
  /// Mistakes in values are found first, from left to right; then come requests for help, unknown
  /// options, missing arguments and surplus ones.
  ///
  /// - Parameter arguments: The arguments, without the program's own name.
  /// - Returns: What is asked for.
  /// - Throws: ``UsageError`` or ``ConfigurationFileError``.
  func parse(_ arguments: [String]) throws -> Request {
    if let shell = try completionShell(arguments) { return .completionScript(shell) }
    if arguments.first == "help", !root.subcommands.isEmpty {
      return try .help(path(called: arguments.dropFirst().filter { !$0.hasPrefix("-") }))
    }
    let (path, rest) = descend(arguments)
    let command = path[path.count - 1]
    let given = try ArgumentReader(path: path).read(rest)
    if given.wantsHelp { return .help(path) }
    if given.wantsVersion, let version = path.compactMap(\.version).last {
      return .version(version)
    }
    // What follows a word that calls no subcommand was meant for that subcommand.
    if command.body == nil, let word = rest.first, word == given.surplus.first {
      throw unexpected([word], path: path)
    }
    if let form = given.unknown {
      let near = suggestion(for: form, among: longForms(path))
      throw UsageError(kind: .unknownOption(form: form, suggestion: near), path: path)
    }
    if command.body == nil {
      guard given.surplus.isEmpty else { throw unexpected(given.surplus, path: path) }
      return .help(path)
    }
    let parsed = try combine(given, path: path, hadNoArguments: arguments.isEmpty)
    return .run(path, parsed)
  }

  /// Follows the words that call subcommands; returns the commands and the arguments that are left.
  private func descend(_ arguments: [String]) -> ([CommandDescription], ArraySlice<String>) {
    var path = [root]
    var rest = arguments[...]
    while let word = rest.first, let next = path[path.count - 1].subcommand(named: word) {
      path.append(next)
      rest.removeFirst()
    }
    return (path, rest)
  }

  /// The commands that words call, one below the other.
  private func path(called words: [String]) throws(UsageError) -> [CommandDescription] {
    let (path, rest) = descend(words)
    if let word = rest.first { throw unexpected([word], path: path) }
    return path
  }

  private func unexpected(_ values: [String], path: [CommandDescription]) -> UsageError {
    let names = path[path.count - 1].visibleSubcommands.map(\.name)
    let near = names.isEmpty ? nil : suggestion(for: values[0], among: names + ["help"])
    return UsageError(
      kind: .unexpectedArguments(values, suggestion: near), path: path)
  }

  private func longForms(_ path: [CommandDescription]) -> [String] {
    path[path.count - 1].visibleParameters.flatMap(\.forms).filter { $0.hasPrefix("--") }
      + (path.contains { $0.version != nil } ? ["--version"] : [])
      + (path.count == 1 ? ["--help", CompletionShell.option] : ["--help"])
  }

  /// Makes the values of all parameters: given ones, then those of a configuration file, then
  /// defaults.
  private func combine(
    _ given: GivenArguments, path: [CommandDescription], hadNoArguments: Bool
  ) throws -> ParsedArguments {
    let command = path[path.count - 1]
    var values: [String: any Sendable] = [:]
    var sources: [String: ParsedArguments.Source] = [:]
    let file = try configurationFile(given, of: command)
    for parameter in command.parameters {
      if let own = given.values[parameter.name] {
        values[parameter.name] = parameter.assemble(own)
        sources[parameter.name] = .commandLine
      } else if let others = file[parameter.name] {
        values[parameter.name] = parameter.assemble(others)
        sources[parameter.name] = .configurationFile
      } else if parameter.isRequired {
        throw UsageError(
          kind: .missingArgument(parameter), path: path, hadNoArguments: hadNoArguments)
      } else {
        values[parameter.name] = parameter.assemble([])
      }
    }
    guard given.surplus.isEmpty else { throw unexpected(given.surplus, path: path) }
    return ParsedArguments(values: values, sources: sources)
  }

  private func configurationFile(
    _ given: GivenArguments, of command: CommandDescription
  ) throws -> [String: [any Sendable]] {
    guard let option = command.configurationFile?.parameter,
      let file = given.values[option.name]?.last as? String
    else { return [:] }
    return try ConfigurationFile(path: file).values(
      of: command.parameters.filter { $0.name != option.name })
  }

  /// The shell whose completion script is asked for; nil if none is.
  private func completionShell(_ arguments: [String]) throws(UsageError) -> CompletionShell? {
    guard let first = arguments.first, first.hasPrefix(CompletionShell.option) else { return nil }
    let rest = first.dropFirst(CompletionShell.option.count)
    let wanted: String?
    if rest.first == "=" {
      wanted = String(rest.dropFirst())
    } else if rest.isEmpty {
      wanted = arguments.count > 1 ? arguments[1] : nil
    } else {
      return nil
    }
    let name = wanted ?? loginShell.flatMap { CompletionShell(rawValue: $0)?.rawValue }
    guard let shell = name.flatMap(CompletionShell.init(rawValue:)) else {
      throw UsageError(kind: .unsupportedShell(wanted), path: [root])
    }
    return shell
  }
}
