/// `semisup list`: what can be named on the command line.
enum ListCommand {
  static let json = Flag("json", help: "Print JSON.")

  static let description = CommandDescription(
    name: "list",
    abstract: "List methods, recipes, backbones and data formats.",
    groups: [ParameterGroup(nil, [json])],
    body: ListRun.body)
}
