import Testing

@testable import CommandLineInterface

@Suite("Argument parser: errors, in full text")
struct UsageErrorTests {
  private static let usage = """
    Usage: sample greet [<options>] [<files> ...] --name <text>
      See 'sample greet --help' for more information.

    """

  private func expect(
    _ arguments: String..., error: String, help: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let captured = CapturedConsole()
    let code = CommandLineTool.main(
      arguments: ["greet"] + arguments, root: SampleTool.root, console: captured.console)
    #expect(code == 64, sourceLocation: sourceLocation)
    #expect(captured.output.isEmpty, sourceLocation: sourceLocation)
    #expect(
      captured.error
        == "Error: \(error)\n" + (help.map { "Help:  \($0)\n" } ?? "") + UsageErrorTests.usage,
      sourceLocation: sourceLocation)
  }

  @Test("an unknown long option, with and without a near one")
  func unknownOption() {
    expect(
      "--name", "A", "--cuont", "3", error: "Unknown option '--cuont'. Did you mean '--count'?")
    expect(
      "--name", "A", "--no-emma", error: "Unknown option '--no-emma'. Did you mean '--no-ema'?")
    expect("--name", "A", "--whatever=3", error: "Unknown option '--whatever'")
    expect("--naem", "A", error: "Unknown option '--naem'. Did you mean '--name'?")
    expect("--halp", error: "Unknown option '--halp'. Did you mean '--help'?")
  }

  @Test("hidden options are not suggested")
  func hiddenOption() {
    expect("--name", "A", "--secrets", error: "Unknown option '--secrets'")
  }

  @Test("an unknown short option, alone and in a group")
  func unknownShortOption() {
    expect("--name", "A", "-x", error: "Unknown option '-x'")
    expect("--name", "A", "-lxv", error: "Unknown option '-x'")
    expect("--name", "A", "-xyz", error: "Unknown option '-xyz'")
    expect("--name", "A", "-5", error: "Unknown option '-5'")
  }

  @Test("a missing value, at the end, before an option and inside a group")
  func missingValue() {
    let help = "--count <count>  How often."
    expect("--name", "A", "--count", error: "Missing value for '--count <count>'", help: help)
    expect("--count", "--loud", error: "Missing value for '--count <count>'", help: help)
    expect("--count", "-5", error: "Missing value for '--count <count>'", help: help)
    expect("--count", "--", "5", error: "Missing value for '--count <count>'", help: help)
    expect("-n", error: "Missing value for '-n <count>'", help: "-n <count>  How often.")
    expect("-nl", error: "Missing value for '-n <count>'", help: "-n <count>  How often.")
  }

  @Test("an invalid number")
  func invalidNumber() {
    let help = "--count <count>  How often."
    expect(
      "--count", "ZZZ", error: "The value 'ZZZ' is invalid for '--count <count>'", help: help)
    expect(
      "--count", "11",
      error: "The value '11' is invalid for '--count <count>': must be from 1 to 10", help: help)
    expect(
      "-n", "0", error: "The value '0' is invalid for '-n <count>': must be from 1 to 10",
      help: "-n <count>  How often.")
    expect(
      "--rate", "0",
      error: "The value '0' is invalid for '--rate <rate>': must be greater than 0.0",
      help: "--rate <rate>  How fast.")
  }

  @Test("a value that is not among two, three and six allowed ones")
  func invalidChoice() {
    expect(
      "--mood", "sad",
      error: "The value 'sad' is invalid for '--mood <mood>'. "
        + "Please provide one of 'calm' and 'eager'.",
      help: "--mood <mood>  How.")
    expect(
      "--color", "pink",
      error: "The value 'pink' is invalid for '--color <color>'. "
        + "Please provide one of 'red', 'green' or 'blue'.",
      help: "--color <color>  The color.")
    let cities = ["oslo", "rome", "lima", "cairo", "quito", "perth"].map { "\n  - \($0)" }.joined()
    expect(
      "--city", "peth",
      error: "The value 'peth' is invalid for '--city <city>'. Did you mean 'perth'? "
        + "Please provide one of the following:" + cities,
      help: "--city <city>  The city.")
    expect(
      "--city", "amsterdam",
      error: "The value 'amsterdam' is invalid for '--city <city>'. "
        + "Please provide one of the following:" + cities,
      help: "--city <city>  The city.")
  }

  @Test("a flag with a value")
  func unexpectedValue() {
    expect(
      "--ema=yes", error: "The option '--ema' does not take any value, but 'yes' was specified.")
    expect(
      "--no-ema=", error: "The option '--no-ema' does not take any value, but '' was specified.")
    expect("-lv=3", error: "The option '-v' does not take any value, but '3' was specified.")
  }

  @Test("a missing required option")
  func missingArgument() {
    expect(
      "--count", "3", error: "Missing expected argument '--name <text>'",
      help: "--name <text>  Whom to greet.")
  }

  @Test("a missing positional argument, and a surplus one and two")
  func positional() {
    let usage = "Usage: sample stop <how>\n  See 'sample stop --help' for more information.\n"
    #expect(
      run("stop", root: SampleTool.root)
        == Outcome(
          code: 64,
          error: "Error: Missing expected argument '<how>'\nHelp:  <how>  The way.\n" + usage))
    #expect(
      run("stop", "a", "b", root: SampleTool.root)
        == Outcome(code: 64, error: "Error: Unexpected argument 'b'\n" + usage))
    #expect(
      run("stop", "a", "b", "c", root: SampleTool.root)
        == Outcome(code: 64, error: "Error: 2 unexpected arguments: 'b', 'c'\n" + usage))
  }

  @Test("an unknown subcommand, with and without a near one, also after 'help'")
  func unknownSubcommand() {
    let usage = "Usage: semisup <subcommand>\n  See 'semisup --help' for more information.\n"
    let near = "Error: Unexpected argument 'trian'. Did you mean 'train'?\n" + usage
    #expect(run("trian") == Outcome(code: 64, error: near))
    #expect(run("trian", "--data", "x", "y") == Outcome(code: 64, error: near))
    #expect(run("help", "trian") == Outcome(code: 64, error: near))
    #expect(
      run("frobnicate")
        == Outcome(code: 64, error: "Error: Unexpected argument 'frobnicate'\n" + usage))
  }

  @Test("a call without arguments where one is required shows the whole help")
  func noArguments() {
    #expect(
      run(root: SampleTool.single)
        == Outcome(
          code: 64,
          error: """
            Error: Missing expected argument '<input>'
            Help:  <input>  What to read.

            OVERVIEW: Does one thing.

            USAGE: single <input>

            ARGUMENTS:
              <input>                 What to read.

            OPTIONS:
              -h, --help              Show help information.

            """))
  }

  @Test("a shell without completion scripts")
  func unsupportedShell() {
    let rest = """
      Please use --generate-completion-script=<shell> with one of:
          zsh bash fish
      Usage: semisup <subcommand>
        See 'semisup --help' for more information.

      """
    let named = "Error: Can't generate completion scripts for 'tcsh'.\n" + rest
    #expect(run("--generate-completion-script", "tcsh") == Outcome(code: 64, error: named))
    #expect(run("--generate-completion-script=tcsh") == Outcome(code: 64, error: named))
    #expect(
      run("--generate-completion-script", environment: ["SHELL": "/bin/tcsh"])
        == Outcome(code: 64, error: "Error: Can't autodetect a supported shell.\n" + rest))
  }
}
