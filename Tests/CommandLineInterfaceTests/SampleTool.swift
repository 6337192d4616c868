@testable import CommandLineInterface

/// A tool that has every kind of parameter and prints what it was given.
enum SampleTool {
  enum Mood: String, CaseIterable, ArgumentValue {
    case calm, eager
  }

  static let count = Option("count", short: "n", default: 3, .within(1...10), help: "How often.")
  static let name = Option<String>(required: "name", valueName: "text", help: "Whom to greet.")
  static let rate = Option<Double?>(optional: "rate", .above(0), help: "How fast.")
  static let mood = Option("mood", default: Mood.calm, help: "How.")
  static let color = Option<String?>(
    optional: "color", values: ["red", "green", "blue"], help: "The color.")
  static let city = Option<String?>(
    optional: "city", values: ["oslo", "rome", "lima", "cairo", "quito", "perth"],
    help: "The city.")
  static let tags = Option<[String]>(repeating: "tag", short: "t", help: "A tag.")
  static let average = Flag(invertible: "ema", default: true, help: "Average the weights.")
  static let loud = Flag("loud", short: "l", help: "Loudly.")
  static let very = Flag("very", short: "v", help: "Very much so.")
  static let secret = Flag("secret", isHidden: true, help: "Not shown.")
  static let config = Option<String?>(
    optional: "config", valueName: "file", completion: .file, help: "File with these options.")
  static let files = Argument<[String]>(
    repeating: "files", isRequired: false, completion: .file, help: "What to read.")

  static let greet = CommandDescription(
    name: "greet", abstract: "Greet somebody.", aliases: ["hello"],
    groups: [
      ParameterGroup(nil, [files]),
      ParameterGroup("Manner", [mood, loud, very, average, secret]),
      ParameterGroup(nil, [name, count, rate, color, city, tags, config]),
    ],
    configurationFile: config
  ) { arguments, console in
    console.print(
      """
      name \(arguments[name]) count \(arguments[count]) \(arguments.source(of: count)) \
      rate \(arguments[rate].map { "\($0)" } ?? "nil") mood \(arguments[mood]) \
      color \(arguments[color] ?? "nil") city \(arguments[city] ?? "nil") \
      tags \(arguments[tags]) ema \(arguments[average]) loud \(arguments[loud]) \
      very \(arguments[very]) secret \(arguments[secret]) files \(arguments[files])
      """)
  }

  struct Broken: Error, CustomStringConvertible {
    let description = "data/x.png: expected an image, found nothing"
  }

  static let stop = CommandDescription(
    name: "stop", abstract: "Stop in one of several ways.",
    groups: [ParameterGroup(nil, [how])]
  ) { arguments, console in
    switch arguments[how] {
    case "broken": throw Broken()
    case "unfit": throw ValidationError("--a and --b do not go together.")
    default: throw ExitCode(rawValue: 7)
    }
  }
  static let how = Argument<String>(required: "how", help: "The way.")

  static let internals = CommandDescription(
    name: "internals", abstract: "Not shown.", isHidden: true
  ) { _, console in console.print("shown") }

  static let root = CommandDescription(
    name: "sample", abstract: "A sample.", subcommands: [greet, stop, internals])

  /// A tool without subcommands.
  static let single = CommandDescription(
    name: "single", abstract: "Does one thing.", groups: [ParameterGroup(nil, [input])]
  ) { arguments, console in console.print(arguments[input]) }
  static let input = Argument<String>(required: "input", help: "What to read.")
}
