/// `semisup demo`: three methods on drawn faces.
enum DemoCommand {
  static let long = Flag(
    "long", help: "Train over five seeds, with mean and interval; takes about fifteen minutes.")

  static let output = Option(
    "output", default: "semisup-demo.html", valueName: "file", completion: .file,
    help: "The report of all runs, for a browser; one of that name is replaced.")

  static let description = CommandDescription(
    name: "demo",
    abstract: "Compare three methods on drawn faces; takes about three minutes.",
    discussion: """
      Draws facial expressions, trains supervised, FixMatch and DTA+SNL on the same few labels, \
      prints a table, and draws a report. Nothing is downloaded.
      """,
    groups: [ParameterGroup(nil, [long, output, RuntimeOptions.threads, RuntimeOptions.quiet])],
    body: DemoRun.body)
}
