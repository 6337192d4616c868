import Foundation
import Testing

@testable import CommandLineInterface

@Suite("Completion scripts")
struct CompletionScriptTests {
  @Test("every script names every subcommand and option", arguments: CompletionShell.allCases)
  func complete(_ shell: CompletionShell) {
    let outcome = run("--generate-completion-script", shell.rawValue)
    #expect(outcome.code == 0)
    for command in Semisup.description.subcommands {
      #expect(outcome.output.contains(command.name))
      for form in command.parameters.flatMap(\.forms) {
        let written = shell == .fish ? "-l \(form.dropFirst(2)) " : form
        #expect(outcome.output.contains(written), "\(form)")
      }
      for value in command.parameters.flatMap(\.allowedValues) {
        #expect(outcome.output.contains(value))
      }
    }
  }

  @Test("hidden options and commands are left out, quotes are escaped")
  func hidden() {
    for shell in CompletionShell.allCases {
      let script = shell.script(for: SampleTool.root)
      #expect(script.contains("no-ema"))
      #expect(!script.contains("secret"))
      #expect(!script.contains("internals"))
    }
    #expect("it's".singleQuoted() == "'it'\\''s'")
  }

  @Test("the script can be asked for with an equals sign, or for the login shell")
  func asking() {
    let zsh = run("--generate-completion-script", "zsh")
    #expect(zsh.output.hasPrefix("#compdef semisup\n"))
    #expect(run("--generate-completion-script=zsh") == zsh)
    #expect(run("--generate-completion-script", environment: ["SHELL": "/usr/bin/zsh"]) == zsh)
  }

  @Test(
    "bash completes subcommands, options and values",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/bin/bash")),
    arguments: [
      ("semisup|tr", "train"), ("semisup|help|ev", "evaluate"), ("semisup|train|--me", "--method"),
      ("semisup|train|--method|flex", "flexmatch"), ("semisup|train|--method|=|fix", "fixmatch"),
      ("semisup|train|--data|fol", "folder:"), ("semisup|train|--steps|", ""),
      ("semisup|--vers", "--version"), ("semisup|--generate-completion-script|b", "bash"),
    ])
  func bash(words: String, expected: String) throws {
    let script = """
      \(CompletionShell.bash.script(for: Semisup.description))
      IFS='|' read -r -a COMP_WORDS <<< "$1"
      [[ "$1" == *'|' ]] && COMP_WORDS+=("")
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      _semisup
      echo "${COMPREPLY[*]}"
      """
    let outcome = try launch("/bin/bash", ["-c", script, "bash", words])
    #expect(outcome == Outcome(code: 0, output: expected + "\n"))
  }
}
