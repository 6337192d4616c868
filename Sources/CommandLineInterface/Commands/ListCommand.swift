import Methods

/// `semisup list`: what can be named on the command line.
enum ListCommand {
  static let name = Argument<String?>(
    optional: "name",
    help: "What to list: one of the sections, or a method or composition with its options.")
  static let json = Flag("json", help: "Print JSON.")

  static func description(_ catalog: PartCatalog) -> CommandDescription {
    CommandDescription(
      name: "list",
      abstract: "List everything that can be named on the command line.",
      groups: [
        ParameterGroup(
          nil,
          [
            Argument<String?>(parameter: name.parameter.offering(ListRun.names(catalog))), json,
          ])
      ]
    ) { try ListRun.body($0, console: $1, catalog) }
  }
}
