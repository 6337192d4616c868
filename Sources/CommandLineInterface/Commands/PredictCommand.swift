import Methods

/// `semisup predict`: what image files show.
enum PredictCommand {
  static let run = Argument<String>(
    required: "run", completion: .file, help: "The folder of a run, or a checkpoint.")
  static let images = Argument<[String]>(
    repeating: "images", isRequired: true, completion: .file,
    help: "PNG, JPEG, PPM or PGM files, and folders of such files.")
  static let csv = Flag("csv", help: "Print CSV with a column for every class.")
  static let json = Flag("json", help: "Print a line of JSON for every image.")
  static let skipUnreadable = Flag(
    "skip-unreadable", help: "Go on after a file that cannot be read, and say so at the end.")

  static func description(_ catalog: PartCatalog) -> CommandDescription {
    CommandDescription(
      name: "predict",
      abstract: "Say what images show.",
      discussion: """
        Prints one line for every image: its class and the probability of every class that reaches \
        one percent. Images of any size and color are converted to what the model was trained on; \
        folders are searched with the folders below them.
        """,
      groups: [
        ParameterGroup(nil, [run, images]),
        ParameterGroup(
          nil, [csv, json, skipUnreadable, RuntimeOptions.threads, RuntimeOptions.quiet]),
      ]
    ) { try PredictRun.body($0, console: $1, catalog) }
  }
}
