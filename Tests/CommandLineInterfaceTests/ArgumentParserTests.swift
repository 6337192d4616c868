import Foundation
import Testing

@testable import CommandLineInterface

@Suite("Argument parser: values")
struct ArgumentParserTests {
  private static let rest =
    "rate nil mood calm color nil city nil tags [] ema true loud false "
    + "very false secret false files []\n"

  private func greet(_ arguments: String...) -> String {
    let captured = CapturedConsole()
    let code = CommandLineTool.main(
      arguments: ["greet"] + arguments, root: SampleTool.root, console: captured.console)
    return code == 0 ? captured.output : captured.error
  }

  @Test("a value follows its option as the next argument or after an equals sign")
  func forms() {
    let expected = "name Ada count 5 commandLine " + ArgumentParserTests.rest
    #expect(greet("--name", "Ada", "--count", "5") == expected)
    #expect(greet("--name=Ada", "--count=5") == expected)
    #expect(greet("--name=Ada", "-n", "5") == expected)
    #expect(greet("--name=Ada", "-n=5") == expected)
  }

  @Test("what is not given has its default, and says so")
  func defaults() {
    #expect(greet("--name", "Ada") == "name Ada count 3 defaultValue " + ArgumentParserTests.rest)
  }

  @Test("of several values the last counts, of a repeating option all do")
  func repetition() {
    let text = greet("--name", "A", "--name", "B", "-t", "x", "--tag", "y")
    #expect(text.hasPrefix("name B "))
    #expect(text.contains("tags [\"x\", \"y\"]"))
  }

  @Test("values may hold equals signs, be empty, or be a single dash")
  func oddValues() {
    #expect(greet("--name=a=b").hasPrefix("name a=b "))
    #expect(greet("--name=").hasPrefix("name  "))
    #expect(greet("--name", "-").hasPrefix("name - "))
    #expect(greet("--name=--count").hasPrefix("name --count "))
  }

  @Test("short flags share a dash, and the last may take a value")
  func groupedFlags() {
    #expect(greet("--name", "A", "-lv").contains("loud true very true"))
    #expect(greet("--name", "A", "-vln", "4").contains("count 4 commandLine"))
  }

  @Test("an invertible flag goes both ways, and the last counts")
  func inversion() {
    #expect(greet("--name", "A", "--no-ema").contains("ema false"))
    #expect(greet("--name", "A", "--no-ema", "--ema").contains("ema true"))
  }

  @Test("after two dashes everything is a value")
  func terminator() {
    let text = greet("one", "--name", "A", "--", "--count", "-l")
    #expect(text.contains("files [\"one\", \"--count\", \"-l\"]"))
    #expect(text.contains("count 3 defaultValue"))
  }

  @Test("hidden flags and commands work, aliases call their command")
  func hidden() {
    #expect(greet("--name", "A", "--secret").contains("secret true"))
    #expect(run("internals", root: SampleTool.root).output == "shown\n")
    #expect(run("hello", "--name", "A", root: SampleTool.root).code == 0)
  }

  @Test("an allowed value is read as its type")
  func enumeration() {
    #expect(greet("--name", "A", "--mood", "eager").contains("mood eager"))
    #expect(greet("--name", "A", "--color", "blue").contains("color blue"))
  }

  @Test(
    "numbers outside their range are refused",
    arguments: [
      ["--count", "0"], ["--count", "11"], ["--rate", "0"], ["--rate=-1"], ["--rate", "nan"],
      ["--rate", "inf"], ["--count", "2.5"], ["--count", ""], ["--count", "99999999999999999999"],
    ])
  func ranges(_ arguments: [String]) {
    let captured = CapturedConsole()
    let code = CommandLineTool.main(
      arguments: ["greet", "--name", "A"] + arguments, root: SampleTool.root,
      console: captured.console)
    #expect(code == 64)
    #expect(captured.error.hasPrefix("Error: The value '"))
  }

  @Test("an exit code can be thrown without text, an error ends with 1, a validation with 64")
  func ends() {
    #expect(run("stop", "quietly", root: SampleTool.root) == Outcome(code: 7))
    #expect(
      run("stop", "broken", root: SampleTool.root)
        == Outcome(code: 1, error: "Error: data/x.png: expected an image, found nothing\n"))
    #expect(
      run("stop", "unfit", root: SampleTool.root)
        == Outcome(
          code: 64,
          error: """
            Error: --a and --b do not go together.
            Usage: sample stop <how>
              See 'sample stop --help' for more information.

            """))
  }
}
