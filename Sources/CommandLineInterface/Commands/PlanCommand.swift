import Methods

/// `semisup plan`: what a run will cost.
enum PlanCommand {
  static func description(_ catalog: PartCatalog) -> CommandDescription {
    CommandDescription(
      name: "plan",
      abstract: "Say what a run will take before it starts.",
      discussion: """
        Takes the options of train, reads the data, trains a few steps and prints parameters, \
        floating-point operations, memory and time of the whole run. Nothing is kept.
        """,
      groups: TrainCommand.runGroups(catalog) + [ParameterGroup("Output", [RuntimeOptions.json])],
      configurationFile: TrainCommand.config
    ) { try PlanRun.body($0, console: $1, catalog) }
  }
}
