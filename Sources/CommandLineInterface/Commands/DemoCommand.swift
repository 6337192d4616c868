/// `semisup demo`: three methods on drawn faces.
enum DemoCommand {
  static let long = Flag(
    "long", help: "Train over five seeds, with mean and interval; takes about fifteen minutes.")

  static let description = CommandDescription(
    name: "demo",
    abstract: "Compare three methods on drawn faces; takes about three minutes.",
    discussion: """
      Draws facial expressions, trains supervised, FixMatch and DTA+SNL on the same few labels, \
      and prints a table. Nothing is downloaded.
      """,
    groups: [ParameterGroup(nil, [long, RuntimeOptions.threads, RuntimeOptions.quiet])],
    body: DemoRun.body)
}
