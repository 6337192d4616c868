import TensorCore

/// A command: the one place from which parsing, help, completions, configuration keys and the run
/// itself derive.
struct CommandDescription: Sendable {
  /// What a command does once its arguments are read.
  typealias Body = @Sendable (ParsedArguments, Console) throws -> Void

  /// The word that calls the command.
  let name: String
  /// What the command does, in a sentence.
  let abstract: String
  /// More about the command, in paragraphs; empty for none.
  let discussion: String
  /// Other words that call the command.
  let aliases: [String]
  /// The version that `--version` prints; nil if there is no such option.
  let version: String?
  /// Whether help and completions leave the command out.
  let isHidden: Bool
  /// The parameters by section.
  let groups: [ParameterGroup]
  /// The option that names a configuration file whose keys are the names of the other options.
  let configurationFile: Option<String?>?
  /// The commands below this one; a command with any has neither parameters nor a body.
  let subcommands: [CommandDescription]
  /// What the command does; nil if it only has subcommands.
  let body: Body?

  /// Describes a command that does something.
  ///
  /// - Parameters:
  ///   - name: The word that calls the command.
  ///   - abstract: What the command does, in a sentence.
  ///   - discussion: More about the command.
  ///   - aliases: Other words that call the command.
  ///   - version: The version that `--version` prints.
  ///   - isHidden: Whether help and completions leave the command out.
  ///   - groups: The parameters by section.
  ///   - configurationFile: The option, listed in the groups too, that names a configuration file.
  ///   - body: What the command does.
  init(
    name: String, abstract: String, discussion: String = "", aliases: [String] = [],
    version: String? = nil, isHidden: Bool = false, groups: [ParameterGroup] = [],
    configurationFile: Option<String?>? = nil, body: @escaping Body
  ) {
    self.name = name
    self.abstract = abstract
    self.discussion = discussion
    self.aliases = aliases
    self.version = version
    self.isHidden = isHidden
    self.groups = groups
    self.configurationFile = configurationFile
    subcommands = []
    self.body = body
    checkNames()
  }

  /// Describes a command that only has subcommands.
  ///
  /// - Parameters:
  ///   - name: The word that calls the command.
  ///   - abstract: What the command does, in a sentence.
  ///   - discussion: More about the command.
  ///   - version: The version that `--version` prints.
  ///   - subcommands: The commands below.
  init(
    name: String, abstract: String, discussion: String = "", version: String? = nil,
    subcommands: [CommandDescription]
  ) {
    self.name = name
    self.abstract = abstract
    self.discussion = discussion
    aliases = []
    self.version = version
    isHidden = false
    groups = []
    configurationFile = nil
    self.subcommands = subcommands
    body = nil
    checkNames()
  }

  /// All parameters in order.
  var parameters: [Parameter] { groups.flatMap(\.parameters) }

  /// Those that help and completions show.
  var visibleParameters: [Parameter] { parameters.filter { !$0.isHidden } }

  /// The subcommands that help and completions show.
  var visibleSubcommands: [CommandDescription] { subcommands.filter { !$0.isHidden } }

  /// The subcommand that a word calls; nil if there is none.
  func subcommand(named word: String) -> CommandDescription? {
    subcommands.first { $0.name == word || $0.aliases.contains(word) }
  }

  private func checkNames() {
    var seen: Set = ["-h", "--help"]
    if version != nil { seen.insert("--version") }
    for form in parameters.flatMap(\.forms) {
      check(seen.insert(form).inserted, "command '\(name)' declares '\(form)' twice")
    }
    for word in subcommands.flatMap({ [$0.name] + $0.aliases }) + ["help"] {
      check(seen.insert(word).inserted, "command '\(name)' declares '\(word)' twice")
    }
    check(
      Set(parameters.map(\.name)).count == parameters.count,
      "command '\(name)' declares a parameter twice")
    let positional = parameters.filter(\.isPositional)
    check(
      !positional.dropLast().contains(where: \.isRepeating),
      "command '\(name)' declares an argument after a repeating one")
  }
}
