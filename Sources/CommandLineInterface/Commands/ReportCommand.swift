import Reports

/// `semisup report`: a page and plots about runs.
enum ReportCommand {
  static let runs = Argument<[String]>(
    repeating: "runs", isRequired: true, completion: .folder,
    help: "Folders of runs, finished or not.")
  static let output = Option<String?>(
    optional: "output", valueName: "file",
    defaultText: "\(RunReport.fileName) in the run's folder, or here for several runs",
    completion: .file, help: "The page to write; one of that name is replaced.")
  static let svg = Option<String?>(
    optional: "svg", valueName: "folder", completion: .folder,
    help: "Folder for every plot as an SVG file, drawn on white for a paper.")

  static let description = CommandDescription(
    name: "report",
    abstract: "Draw a page about one or several runs.",
    discussion: """
      Writes one HTML file that loads nothing: curves, thresholds and pseudo-labels of every class, \
      calibration, confusion, images, and the command that repeats the run. Several runs are laid \
      over one another; those that differ in seed and labels alone get a mean and a 95 % interval.
      """,
    groups: [
      ParameterGroup(nil, [runs]),
      ParameterGroup("Output", [output, svg, RuntimeOptions.json]),
    ],
    body: ReportRun.body)
}
