/// Writes the completion script for fish.
struct FishCompletionScript {
  let root: CommandDescription

  /// The script.
  var text: String {
    let names = root.visibleSubcommands.flatMap { [$0.name] + $0.aliases } + ["help"]
    let none = "not __fish_seen_subcommand_from \(names.joined(separator: " "))".quoted
    let builtIn = CommandDescription.builtInOptions(hasVersion: root.version != nil)
    var lines = ["complete -c \(root.name) -f"]
    lines += root.visibleSubcommands.map { command in
      line(none, "-a \(command.name)", help: command.abstract)
    }
    lines.append(line(none, "-a help", help: "Show subcommand help information."))
    let shells = CompletionShell.allowedValues.joined(separator: " ").quoted
    lines.append(
      line(
        none, "-l \(CompletionShell.option.dropFirst(2)) -x -a \(shells)",
        help: "Print a completion script."))
    lines += builtIn.map { line(nil, switches($0.form), help: $0.help) }
    let topics = root.visibleSubcommands.map(\.name).joined(separator: " ").quoted
    lines.append(line("__fish_seen_subcommand_from help".quoted, "-a \(topics)", help: nil))
    for command in root.visibleSubcommands {
      let words = ([command.name] + command.aliases).joined(separator: " ")
      let seen = "__fish_seen_subcommand_from \(words)".quoted
      lines += command.visibleParameters.map { parameter in
        parameter.isPositional
          ? line(seen, action(parameter, isPositional: true), help: nil)
          : parameter.forms.map { form in
            line(
              seen,
              [switches(form), action(parameter, isPositional: false)].filter { !$0.isEmpty }
                .joined(separator: " "),
              help: parameter.help)
          }.joined(separator: "\n")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func line(_ condition: String?, _ what: String, help: String?) -> String {
    "complete -c \(root.name)" + (condition.map { " -n " + $0 } ?? "")
      + (what.isEmpty ? "" : " " + what) + (help.map { " -d " + $0.quoted } ?? "")
  }

  private func switches(_ form: String) -> String {
    form.hasPrefix("--") ? "-l \(form.dropFirst(2))" : "-s \(form.dropFirst())"
  }

  private func action(_ parameter: Parameter, isPositional: Bool) -> String {
    let required = isPositional ? "" : "-r "
    let exclusive = isPositional ? "" : "-x "
    if !parameter.takesValue { return "" }
    switch parameter.completion {
    case .file: return required + "-F"
    case .folder: return exclusive + "-a '(__fish_complete_directories)'"
    case .prefixedPath(let prefixes):
      return required + "-F -a " + prefixes.map { $0 + ":" }.joined(separator: " ").quoted
    case .automatic:
      let values = parameter.allowedValues
      return values.isEmpty
        ? exclusive.trimmingSuffix() : exclusive + "-a " + values.joined(separator: " ").quoted
    }
  }
}

extension String {
  /// The text between single quotes, as fish reads it literally.
  fileprivate var quoted: String {
    replacing("\\", with: "\\\\").singleQuoted(escape: "\\'")
  }

  /// The text without the space at its end.
  fileprivate func trimmingSuffix() -> String {
    hasSuffix(" ") ? String(dropLast()) : self
  }
}
