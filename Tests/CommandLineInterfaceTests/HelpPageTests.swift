import Testing

@testable import CommandLineInterface

@Suite("Help, in full text")
struct HelpPageTests {
  private static let greet = """
    OVERVIEW: Greet somebody.

    USAGE: sample greet [<options>] [<files> ...] --name <text>

    ARGUMENTS:
      <files>                 What to read.

    MANNER:
      --mood <mood>           How. (values: calm, eager; default: calm)
      -l, --loud              Loudly.
      -v, --very              Very much so.
      --ema/--no-ema          Average the weights. (default: --ema)

    OPTIONS:
      --name <text>           Whom to greet.
      -n, --count <count>     How often. (default: 3)
      --rate <rate>           How fast.
      --color <color>         The color. (values: red, green, blue)
      --city <city>           The city. (values: oslo, rome, lima, cairo, quito,
                              perth)
      -t, --tag <tag>         A tag.
      --config <file>         File with these options.
      -h, --help              Show help information.

    """

  @Test("of the tool, by option, by subcommand and without arguments")
  func tool() {
    let expected = run("help")
    #expect(run() == expected)
    #expect(run("--help") == expected)
    #expect(run("-h") == expected)
    #expect(expected.code == 0 && expected.error.isEmpty)
    #expect(run("frobnicate", "-h") == expected)
  }

  @Test("of a command with every kind of parameter, hidden ones left out")
  func everyKind() {
    let expected = Outcome(code: 0, output: HelpPageTests.greet)
    #expect(run("greet", "--help", root: SampleTool.root) == expected)
    #expect(run("hello", "-h", root: SampleTool.root) == expected)
    #expect(run("greet", "--whatever", "x", "-lh", root: SampleTool.root) == expected)
    #expect(run("help", "greet", root: SampleTool.root) == expected)
    #expect(
      run("help", root: SampleTool.root).output.hasSuffix(
        """
        SUBCOMMANDS:
          greet, hello            Greet somebody.
          stop                    Stop in one of several ways.

          See 'sample help <subcommand>' for detailed help.

        """))
  }

  @Test("follows COLUMNS, and stays whole where a terminal is narrower than the first column")
  func width() {
    let narrow = run("help", "demo", environment: ["COLUMNS": "50"]).output
    #expect(
      narrow.contains(
        """
        Draws facial expressions, trains supervised,
        FixMatch and DTA+SNL on the same few labels,
        prints a table, and draws a report. Nothing is
        downloaded.

        USAGE: semisup demo [--long] [--output <file>] [--threads <threads>] [--quiet]

        OPTIONS:
          --long                  Train over five seeds,
                                  with mean and interval;
                                  takes about fifteen
                                  minutes.
        """))
    let wide = run("help", "demo", environment: ["COLUMNS": "200"]).output
    #expect(
      wide.contains(
        "  --long                  Train over five seeds, with mean and interval; takes about fifteen "
          + "minutes.\n"))
    let tiny = run("help", "demo", environment: ["COLUMNS": "5"]).output
    #expect(tiny.split { $0.isWhitespace } == narrow.split { $0.isWhitespace })
    #expect(
      run("help", "demo", environment: ["COLUMNS": "none"]).output == run("help", "demo").output)
  }

  @Test("every command has a help that names every option, with a sentence each")
  func complete() {
    for command in Semisup.description.subcommands {
      let text = run("help", command.name).output
      #expect(command.abstract.hasSuffix("."))
      for parameter in command.parameters {
        #expect(text.contains(parameter.helpLabel))
        #expect(parameter.help.hasSuffix("."))
      }
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.hasPrefix("USAGE") })
    }
  }

  @Test("the version")
  func version() {
    let version = Semisup.description.version ?? "none"
    #expect(run("--version") == Outcome(code: 0, output: version + "\n"))
    #expect(run("train", "--version") == Outcome(code: 0, output: version + "\n"))
    #expect(run("greet", "--version", "--name", "A", root: SampleTool.root).code == 64)
  }
}
