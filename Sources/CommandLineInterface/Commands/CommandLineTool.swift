import Foundation
public import Methods

/// The command-line tool `semisup`.
public enum CommandLineTool {
  /// Does what the process's command line says, and ends the process.
  ///
  /// Results go to standard output, progress and errors to standard error. The exit code is 0 for
  /// success, 1 if the command failed, 64 if the command line was wrong.
  ///
  /// - Parameter catalog: The parts, methods and recipes that can be named; a program's own are added
  ///   to the package's, `.standard.adding(MyThreshold.self)`.
  public static func main(catalog: PartCatalog = .standard) -> Never {
    exit(main(arguments: Array(CommandLine.arguments.dropFirst()), catalog: catalog))
  }

  /// Does what a command line says, and returns the exit code.
  ///
  /// - Parameters:
  ///   - arguments: The arguments, without the program's own name.
  ///   - catalog: The parts, methods and recipes that can be named.
  /// - Returns: 0 for success, 1 if the command failed, 64 if the command line was wrong.
  public static func main(arguments: [String], catalog: PartCatalog = .standard) -> Int32 {
    main(arguments: arguments, root: Semisup.description(catalog), console: .standard)
  }

  /// Does what a command line says, for any tool and console.
  static func main(arguments: [String], root: CommandDescription, console: Console) -> Int32 {
    do {
      let parser = ArgumentParser(root: root, loginShell: console.environment["SHELL"])
      switch try parser.parse(arguments) {
      case .help(let path):
        console.write(HelpPage(path: path).text(width: console.width), .output)
      case .version(let version):
        console.print(version)
      case .completionScript(let shell):
        console.write(shell.script(for: root), .output)
      case .run(let path, let parsed):
        do {
          try path[path.count - 1].body?(parsed, console)
        } catch let error as ValidationError {
          throw UsageError(kind: .validation(error.message), path: path)
        }
      }
      return ExitCode.success.rawValue
    } catch let error as UsageError {
      console.write(error.report(width: console.width), .error)
      return ExitCode.usage.rawValue
    } catch let code as ExitCode {
      return code.rawValue
    } catch {
      console.note("Error: \(describe(error))")
      return ExitCode.failure.rawValue
    }
  }

  private static func describe(_ error: any Error) -> String {
    if let text = (error as? any LocalizedError)?.errorDescription { return text }
    switch error {
    case is CocoaError, is POSIXError: return error.localizedDescription
    default: return String(describing: error)
    }
  }
}
