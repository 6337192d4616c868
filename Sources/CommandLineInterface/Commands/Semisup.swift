/// The tool `semisup` and its subcommands.
enum Semisup {
  static let description = CommandDescription(
    name: "semisup",
    abstract: "Train image classifiers from few labels and many unlabeled images.",
    version: "0.1.0",
    subcommands: [
      DemoCommand.description,
      TrainCommand.description,
      ResumeCommand.description,
      EvaluateCommand.description,
      PredictCommand.description,
      PlanCommand.description,
      AblateCommand.description,
      ReportCommand.description,
      ExportCommand.description,
      ListCommand.description,
    ])
}
