import Methods

/// `semisup evaluate`: trained weights on a data set.
enum EvaluateCommand {
  static let run = Argument<String>(
    required: "run", completion: .file, help: "The folder of a run, or a checkpoint.")

  static let all = Flag(
    "all", help: "Evaluate on all images of the data, not on their test part only.")
  static let classMap = Option<String?>(
    optional: "class-map", valueName: "file", completion: .file,
    help: "CSV file of the data's class names and the model's, for those that differ; an empty "
      + "second name leaves a class out.")

  static func description(_ catalog: PartCatalog) -> CommandDescription {
    CommandDescription(
      name: "evaluate",
      abstract: "Evaluate trained weights on a data set.",
      groups: [
        ParameterGroup(nil, [run]),
        ParameterGroup(
          "Data",
          [
            RunOptions.option("data"), all, classMap,
          ] + DataOptions.keys + [DataOptions.cache, DataOptions.noCache]),
        ParameterGroup(
          "Output", [RuntimeOptions.threads, RuntimeOptions.json, RuntimeOptions.quiet]),
      ]
    ) { try EvaluateRun.body($0, console: $1, catalog) }
  }
}
