import Methods
import Training

/// `semisup resume`: goes on with a run.
enum ResumeCommand {
  static let run = Argument<String>(
    required: "run", completion: .folder, help: "The folder of a run.")
  static let checkpoint = Option<String?>(
    optional: "checkpoint", valueName: "file", defaultText: "the newest", completion: .file,
    help: "Checkpoint of the run to go on from; later ones are given up.")

  static let notFinite = Option<NotFiniteRule?>(
    optional: "not-finite", valueName: "rule", defaultText: "the run's",
    help: "What to do about a step whose loss or gradient is not finite.")

  static func description(_ catalog: PartCatalog) -> CommandDescription {
    CommandDescription(
      name: "resume",
      abstract: "Go on with a run that was stopped.",
      discussion: """
        Goes on from the run's newest checkpoint, or from the start if there is none yet, and ends in \
        the same weights, to the bit, as a run that was never stopped. Of a finished run the result is \
        printed again.
        """,
      groups: [
        ParameterGroup(
          nil, [run, checkpoint, notFinite, DataOptions.cache, DataOptions.noCache]),
        ParameterGroup(
          "Output", [RuntimeOptions.threads, RuntimeOptions.json, RuntimeOptions.quiet]),
      ]
    ) { try ResumeRun.body($0, console: $1, catalog) }
  }
}
