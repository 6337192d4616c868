/// `semisup evaluate`: trained weights on a data set.
enum EvaluateCommand {
  static let run = Argument<String>(
    required: "run", completion: .file, help: "The folder of a run, or a checkpoint.")

  static let description = CommandDescription(
    name: "evaluate",
    abstract: "Evaluate trained weights on a data set.",
    groups: [
      ParameterGroup(nil, [run]),
      ParameterGroup(
        "Data", [DataOptions.data, DataOptions.imageSize, DataOptions.testFraction]),
      ParameterGroup(
        "Output", [RuntimeOptions.threads, RuntimeOptions.json, RuntimeOptions.quiet]),
    ],
    body: EvaluateRun.body)
}
