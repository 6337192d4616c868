import Methods

/// The tool `semisup` and its subcommands.
enum Semisup {
  /// The tool with the package's own parts.
  static let description = description(.standard)

  /// The tool with the parts of a catalog.
  static func description(_ catalog: PartCatalog) -> CommandDescription {
    CommandDescription(
      name: "semisup",
      abstract: "Train image classifiers from few labels and many unlabeled images.",
      version: "0.1.0",
      subcommands: [
        DemoCommand.description,
        TrainCommand.description(catalog),
        ResumeCommand.description(catalog),
        EvaluateCommand.description(catalog),
        PredictCommand.description(catalog),
        PlanCommand.description(catalog),
        AblateCommand.description(catalog),
        ReportCommand.description,
        ExportCommand.description(catalog),
        ListCommand.description(catalog),
      ])
  }
}
