/// The options that commands share about how they run and what they print.
enum RuntimeOptions {
  static let threads = Option<Int?>(
    optional: "threads", .within(1...1_024), defaultText: "all cores",
    help: "Threads to compute on; results do not depend on their number.")
  static let json = Flag(
    "json", help: "Print the result as one line of JSON, the last on standard output.")
  static let quiet = Flag("quiet", help: "Show no progress.")
}
