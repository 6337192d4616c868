import Synchronization

@testable import CommandLineInterface

/// A console that keeps what is written to it.
final class CapturedConsole: Sendable {
  private let texts = Mutex((output: "", error: ""))
  private let isTerminal: Bool
  private let environment: [String: String]

  init(environment: [String: String] = [:], isTerminal: Bool = false) {
    self.environment = environment
    self.isTerminal = isTerminal
  }

  var output: String { texts.withLock { $0.output } }
  var error: String { texts.withLock { $0.error } }

  var console: Console {
    Console(
      environment: environment,
      write: { text, stream in
        self.texts.withLock {
          switch stream {
          case .output: $0.output += text
          case .error: $0.error += text
          }
        }
      },
      isTerminal: { _ in self.isTerminal })
  }
}

/// What a command line came to.
struct Outcome: Equatable {
  var code: Int32
  var output = ""
  var error = ""
}

/// Runs a command line in this process.
func run(
  _ arguments: String..., root: CommandDescription = Semisup.description,
  environment: [String: String] = [:]
) -> Outcome {
  run(arguments: arguments, root: root, environment: environment)
}

/// Runs a command line that is given as a list.
func run(
  arguments: [String], root: CommandDescription = Semisup.description,
  environment: [String: String] = [:]
) -> Outcome {
  let captured = CapturedConsole(environment: environment)
  let code = CommandLineTool.main(arguments: arguments, root: root, console: captured.console)
  return Outcome(code: code, output: captured.output, error: captured.error)
}
