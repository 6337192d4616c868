/// `semisup plan`: what a run will cost.
enum PlanCommand {
  static let description = CommandDescription(
    name: "plan",
    abstract: "Say what a run will take before it starts.",
    discussion: """
      Takes the options of train, reads the data, trains a few steps and prints parameters, \
      floating-point operations, memory and time of the whole run. Nothing is kept.
      """,
    groups: TrainCommand.runGroups + [ParameterGroup("Output", [RuntimeOptions.json])],
    configurationFile: TrainCommand.config, body: PlanRun.body)
}
