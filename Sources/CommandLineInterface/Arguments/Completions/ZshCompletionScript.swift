/// Writes the completion script for zsh.
struct ZshCompletionScript {
  let root: CommandDescription

  /// The script.
  var text: String {
    let function = "_" + root.name
    let described =
      root.visibleSubcommands.map { ($0.name, $0.abstract) }
      + [("help", "Show subcommand help information.")]
    let subcommands = described.map { name, help in
      "        " + "\(name):\(escaped(help))".singleQuoted()
    }.joined(separator: "\n")
    let names = root.visibleSubcommands.map(\.name).joined(separator: " ")
    let shells = CompletionShell.allowedValues.joined(separator: " ")
    let rootSpecs =
      [
        specification(
          CompletionShell.option, help: "Print a completion script.",
          value: "shell:(\(shells))", isRepeating: false)
      ] + builtIn
    let branches = root.visibleSubcommands.map { command in
      let words = ([command.name] + command.aliases).joined(separator: "|")
      let specs = command.visibleParameters.flatMap(specifications) + builtIn
      return """
                (\(words))
                    _arguments -w -s -S : \\
        \(lines(specs, indent: 16))
                    ;;
        """
    }.joined(separator: "\n")
    return #"""
      #compdef \#(root.name)

      \#(function)() {
          local context state state_descr line
          typeset -A opt_args
          local -ar subcommands=(
      \#(subcommands)
          )
          _arguments -w -s -S : \
      \#(lines(rootSpecs, indent: 8)) \
              '(-): :->command' \
              '(-)*:: :->arguments' && return 0
          case "${state}" in
          (command)
              _describe -V subcommand subcommands
              ;;
          (arguments)
              case "${words[1]}" in
              (help)
                  _arguments ':subcommand:(\#(names))'
                  ;;
      \#(branches)
              esac
              ;;
          esac
      }

      \#(function)_prefixed_path() {
          if compset -P '*:'; then
              _files
          else
              compadd -S '' -- "${@}"
          fi
      }

      if [[ "${zsh_eval_context[-1]}" == loadautofunc ]]; then
          \#(function) "$@"
      else
          compdef \#(function) \#(root.name)
      fi

      """#
  }

  private var builtIn: [String] {
    CommandDescription.builtInOptions(hasVersion: root.version != nil)
      .map { specification($0.form, help: $0.help, value: nil, isRepeating: false) }
  }

  private func lines(_ specifications: [String], indent: Int) -> String {
    specifications.map { String(repeating: " ", count: indent) + $0 }.joined(separator: " \\\n")
  }

  private func specifications(_ parameter: Parameter) -> [String] {
    if parameter.isPositional {
      return [
        "\(parameter.isRepeating ? "*" : ""):\(escaped(parameter.valueName)):\(action(parameter))"
          .singleQuoted()
      ]
    }
    let value =
      parameter.takesValue ? "\(escaped(parameter.valueName)):\(action(parameter))" : nil
    return parameter.forms.map { form in
      specification(form, help: parameter.help, value: value, isRepeating: parameter.isRepeating)
    }
  }

  private func specification(
    _ form: String, help: String, value: String?, isRepeating: Bool
  ) -> String {
    let name = value != nil && form.hasPrefix("--") ? form + "=" : form
    return
      ((isRepeating ? "*" : "") + name + "[\(escaped(help))]" + (value.map { ":" + $0 } ?? ""))
      .singleQuoted()
  }

  private func action(_ parameter: Parameter) -> String {
    switch parameter.completion {
    case .file: "_files"
    case .folder: "_files -/"
    case .prefixedPath(let prefixes):
      "{_\(root.name)_prefixed_path \(prefixes.map { $0 + "\\:" }.joined(separator: " "))}"
    case .automatic:
      parameter.allowedValues.isEmpty
        ? "" : "(\(parameter.allowedValues.joined(separator: " ")))"
    }
  }

  /// The text without meaning to `_arguments` and `_describe`.
  private func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, letter in
      if "[]:\\".contains(letter) { result.append("\\") }
      result.append(letter)
    }
  }
}
