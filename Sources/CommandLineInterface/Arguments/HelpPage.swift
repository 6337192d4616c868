/// The help text of a command.
struct HelpPage {
  /// The column at which descriptions start.
  private static let descriptionColumn = 26
  /// The indent of labels.
  private static let indent = 2
  /// The number of entries beyond which the usage line leaves out those that are optional.
  private static let usageLimit = 12

  private let path: [CommandDescription]
  private let command: CommandDescription

  /// Creates the help of the last command of a path that starts at the tool.
  init(path: [CommandDescription]) {
    self.path = path
    command = path[path.count - 1]
  }

  /// How the command is called, such as `semisup train`.
  var calledAs: String { path.map(\.name).joined(separator: " ") }

  /// How the command is called, with its parameters.
  var usage: String {
    let parameters = command.visibleParameters
    let entries = parameters.flatMap(\.usageEntries)
    var parts = [calledAs]
    if entries.count <= HelpPage.usageLimit {
      parts += entries
    } else {
      let needed = parameters.filter { $0.isRequired || $0.isPositional }.flatMap(\.usageEntries)
      parts +=
        needed.count <= HelpPage.usageLimit && !needed.isEmpty
        ? ["[<options>]"] + needed : ["<options>"]
    }
    if !command.subcommands.isEmpty { parts.append("<subcommand>") }
    return parts.joined(separator: " ")
  }

  /// The whole text, with a line break at its end.
  ///
  /// - Parameter width: The number of columns.
  /// - Returns: The text.
  func text(width: Int) -> String {
    let overview = [command.abstract, command.discussion].filter { !$0.isEmpty }
      .joined(separator: "\n\n")
    var parts: [String] = []
    if !overview.isEmpty { parts.append(wrapped("OVERVIEW: " + overview, width: width) + "\n") }
    parts.append("USAGE: \(usage)\n")
    for section in sections where !section.entries.isEmpty {
      parts.append(
        section.title.uppercased() + ":\n"
          + section.entries.map { line($0.label, $0.text, width: width) }.joined())
    }
    if !command.subcommands.isEmpty {
      let words = [path[0].name, "help"] + path.dropFirst().map(\.name) + ["<subcommand>"]
      parts.append("  See '\(words.joined(separator: " "))' for detailed help.\n")
    }
    return parts.joined(separator: "\n")
  }

  private typealias Entry = (label: String, text: String)

  private var sections: [(title: String, entries: [Entry])] {
    let untitled = command.groups.filter { $0.title == nil }.flatMap(\.parameters)
      .filter { !$0.isHidden }
    let titled = command.groups.compactMap { group in
      group.title.map { title in
        (title: title, entries: group.parameters.filter { !$0.isHidden }.map(entry))
      }
    }
    return [(title: "Arguments", entries: untitled.filter(\.isPositional).map(entry))]
      + titled
      + [
        (
          title: "Options",
          entries: untitled.filter { !$0.isPositional }.map(entry) + builtInEntries
        ),
        (
          title: "Subcommands",
          entries: command.visibleSubcommands.map { subcommand in
            (([subcommand.name] + subcommand.aliases).joined(separator: ", "), subcommand.abstract)
          }
        ),
      ]
  }

  private var builtInEntries: [Entry] {
    var entries: [Entry] = []
    if path.count == 1, !command.subcommands.isEmpty {
      entries.append(
        (
          "\(CompletionShell.option) <shell>",
          "Print a completion script (values: "
            + CompletionShell.allowedValues.joined(separator: ", ") + ")."
        ))
    }
    if path.contains(where: { $0.version != nil }) {
      entries.append(("--version", "Show the version."))
    }
    entries.append(("-h, --help", "Show help information."))
    return entries
  }

  private func entry(_ parameter: Parameter) -> Entry {
    (parameter.helpLabel, parameter.helpDescription)
  }

  private func line(_ label: String, _ text: String, width: Int) -> String {
    let column = HelpPage.descriptionColumn
    let padded = String(repeating: " ", count: HelpPage.indent) + label
    if text.isEmpty { return padded + "\n" }
    let description = wrapped(text, width: max(width, column + 1), indent: column)
    return padded.count < column
      ? padded + description.dropFirst(padded.count) + "\n"
      : padded + "\n" + description + "\n"
  }
}
