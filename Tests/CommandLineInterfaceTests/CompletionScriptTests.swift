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

  @Test(
    "fish completes subcommands, options and values",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/fish")),
    arguments: [
      ("semisup tr", ["train"]), ("semisup help ev", ["evaluate"]),
      ("semisup train --meth", ["--method"]), ("semisup train --method flexm", ["flexmatch"]),
      ("semisup train --data fac", ["faces:"]),
      ("semisup train --method=fixm", ["--method=fixmatch"]),
      ("semisup --generate-completion-script b", ["bash"]), ("semisup demo --lo", ["--long"]),
    ])
  func fish(line: String, expected: [String]) throws {
    let outcome = try completing(line, with: .fish) { script in
      (
        "/usr/bin/fish",
        ["--no-config", "-c", "source $argv[1]; complete -C $argv[2]", script, line]
      )
    }
    // A tab and a description follow each.
    let offered = outcome.output.split(separator: "\n").map { $0.split(separator: "\t")[0] }
    #expect(offered.map(String.init) == expected, "\(outcome.error)")
  }

  @Test(
    "zsh completes subcommands, options and values",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/zsh")),
    arguments: [
      ("semisup tr", "train"), ("semisup help ev", "evaluate"),
      ("semisup train --meth", "--method"), ("semisup train --method flexm", "flexmatch"),
      ("semisup train --data fac", "faces:"),
      ("semisup --generate-completion-script b", "bash"), ("semisup demo --lo", "--long"),
    ])
  func zsh(line: String, expected: String) throws {
    let driver = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/complete.zsh").path
    let outcome = try completing(line, with: .zsh) { script in
      ("/usr/bin/zsh", ["-f", driver, script, line])
    }
    let offered = outcome.output.split(separator: "\n").map(String.init)
    #expect(offered.contains(expected), "\(offered) \(outcome.error)")
    #expect(offered.allSatisfy { $0.hasPrefix(expected.prefix(2)) }, "\(offered)")
  }

  /// Runs a shell on a file with its completion script.
  private func completing(
    _ line: String, with shell: CompletionShell, run: (String) -> (String, [String])
  ) throws -> Outcome {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("semisup-\(UUID().uuidString).\(shell.rawValue)")
    try shell.script(for: Semisup.description).write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let (program, arguments) = run(file.path)
    return try launch(program, arguments)
  }
}
