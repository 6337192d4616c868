/// Writes the completion script for bash.
struct BashCompletionScript {
  let root: CommandDescription

  /// The script.
  var text: String {
    let function = "_" + root.name
    let names = root.visibleSubcommands.map(\.name)
    let builtIn = CommandDescription.builtInOptions(hasVersion: root.version != nil).map(\.form)
    let options = (builtIn + [CompletionShell.option]).joined(separator: " ")
    let branches = root.visibleSubcommands.map { branch($0, builtIn: builtIn) }.joined()
    return #"""
      #!/bin/bash

      \#(function)() {
          local current="${COMP_WORDS[COMP_CWORD]}"
          local previous="${COMP_WORDS[COMP_CWORD - 1]}"
          local separator=""
          # Bash splits words at '=' and ':' too.
          if [[ "${current}" == "=" || "${current}" == ":" ]]; then
              separator="${current}"
              current=""
              previous="${COMP_WORDS[COMP_CWORD - 1]}"
          elif [[ "${previous}" == "=" || "${previous}" == ":" ]]; then
              separator="${previous}"
              previous="${COMP_WORDS[COMP_CWORD - 2]}"
          fi
          COMPREPLY=()
          if [[ "${separator}" == ":" ]]; then
              \#(function)_files
              return
          fi
          local command="" word
          for word in "${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do
              if [[ "${word}" != -* ]]; then
                  command="${word}"
                  break
              fi
          done
          case "${command}" in
          "")
              if [[ "${previous}" == "\#(CompletionShell.option)" ]]; then
                  \#(function)_words "\#(CompletionShell.allowedValues.joined(separator: " "))"
              elif [[ "${current}" == -* ]]; then
                  \#(function)_words "\#(options)"
              else
                  \#(function)_words "\#((names + ["help"]).joined(separator: " "))"
              fi
              ;;
          help)
              \#(function)_words "\#(names.joined(separator: " "))"
              ;;
      \#(branches)    esac
      }

      \#(function)_words() {
          COMPREPLY=($(compgen -W "$1" -- "${current}"))
      }

      \#(function)_files() {
          compopt -o filenames 2>/dev/null
          local IFS=$'\n'
          COMPREPLY=($(compgen -f -- "${current}"))
      }

      \#(function)_folders() {
          compopt -o filenames 2>/dev/null
          local IFS=$'\n'
          COMPREPLY=($(compgen -d -- "${current}"))
      }

      complete -F \#(function) \#(root.name)

      """#
  }

  /// The branch of one subcommand: values after an option that takes one, else its options.
  private func branch(_ command: CommandDescription, builtIn: [String]) -> String {
    let parameters = command.visibleParameters
    let forms = (parameters.flatMap(\.forms) + builtIn).joined(separator: " ")
    let values = parameters.filter { !$0.isPositional && $0.takesValue }.map { parameter in
      """
              \(parameter.forms.joined(separator: " | ")))
                  \(action(parameter))
                  return
                  ;;

      """
    }.joined()
    let positional = parameters.first(where: \.isPositional).map(action) ?? ":"
    let words = ([command.name] + command.aliases).joined(separator: " | ")
    return """
          \(words))
              case "${previous}" in
      \(values)        esac
              if [[ "${current}" == -* || -z "${current}" ]]; then
                  _\(root.name)_words "\(forms)"
              else
                  \(positional)
              fi
              ;;

      """
  }

  private func action(_ parameter: Parameter) -> String {
    switch parameter.completion {
    case .file: "_\(root.name)_files"
    case .folder: "_\(root.name)_folders"
    case .prefixedPath(let prefixes):
      "compopt -o nospace 2>/dev/null\n            _\(root.name)_words \""
        + prefixes.map { $0 + ":" }.joined(separator: " ") + "\""
    case .automatic:
      parameter.allowedValues.isEmpty
        ? ":" : "_\(root.name)_words \"\(parameter.allowedValues.joined(separator: " "))\""
    }
  }
}
