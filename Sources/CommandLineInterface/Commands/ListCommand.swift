/// `semisup list`: what can be named on the command line.
enum ListCommand {
  static let json = Flag("json", help: "Print JSON.")

  static let description = CommandDescription(
    name: "list",
    abstract: "List everything that can be named on the command line.",
    groups: [ParameterGroup(nil, [json])],
    body: ListRun.body)
}
