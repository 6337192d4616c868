import Foundation
import Testing

@testable import CommandLineInterface

@Suite("The built tool")
struct BuiltToolTests {
  @Test("prints the same as in process, with COLUMNS unset and set")
  func sameText() throws {
    let tool = try builtTool()
    for arguments in [
      [], ["help", "train"], ["--version"], ["train"], ["trian"], ["train", "--x"],
    ] {
      for environment in [[:], ["COLUMNS": "50"], ["COLUMNS": "160"]] {
        let captured = CapturedConsole(environment: environment)
        let code = CommandLineTool.main(
          arguments: arguments, root: Semisup.description, console: captured.console)
        let outcome = try launch(tool, arguments, environment: environment)
        #expect(
          outcome == Outcome(code: code, output: captured.output, error: captured.error))
      }
    }
  }

  @Test("exits with 0, 1 and 64")
  func exitCodes() throws {
    let tool = try builtTool()
    #expect(try launch(tool, ["train", "--help"]).code == 0)
    #expect(try launch(tool, ["train", "--data", "idx:/no/such/folder"]).code == 1)
    #expect(try launch(tool, ["train", "--data", "idx:x", "--steps", "0"]).code == 64)
  }

  @Test("writes errors to standard error and nothing to standard output")
  func streams() throws {
    let tool = try builtTool()
    let wrong = try launch(tool, ["train", "--stepz", "3"])
    #expect(wrong.output.isEmpty)
    #expect(
      wrong.error == """
        Error: Unknown option '--stepz'. Did you mean '--steps'?
        Usage: semisup train [<options>] --data <format:path>
          See 'semisup train --help' for more information.

        """)
    let failed = try launch(tool, ["train", "--data", "idx:/no/such/folder"])
    #expect(failed.output.isEmpty)
    #expect(failed.error.hasPrefix("Error: "))
    #expect(!failed.error.contains("Usage:"))
  }
}
