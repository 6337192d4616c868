/// `semisup list`: what can be named on the command line.
enum ListCommand {
  static let name = Argument<String?>(
    optional: "name", values: ListRun.names,
    help: "What to list: one of the sections, or a method with its settings.")
  static let json = Flag("json", help: "Print JSON.")

  static let description = CommandDescription(
    name: "list",
    abstract: "List everything that can be named on the command line.",
    groups: [ParameterGroup(nil, [name, json])],
    body: ListRun.body)
}
