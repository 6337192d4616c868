import Foundation

/// Where a command's text goes, and what is known about the reader.
///
/// Results go to the output stream; progress, notes and errors go to the error stream, so that
/// output can be piped on.
struct Console: Sendable {
  /// One of the two streams.
  enum Stream: Sendable {
    /// Standard output.
    case output
    /// Standard error.
    case error
  }

  /// The environment variables.
  let environment: [String: String]
  /// Writes text as it is.
  let write: @Sendable (String, Stream) -> Void
  /// Whether a stream is shown on a terminal.
  let isTerminal: @Sendable (Stream) -> Bool
  /// The number of columns that the terminal itself reports; nil if there is none.
  let reportedWidth: @Sendable () -> Int?
  /// The signals by which the reader asks a command to stop.
  let stopSignals: StopSignals

  /// Creates a console.
  ///
  /// - Parameters:
  ///   - environment: The environment variables.
  ///   - write: Writes text as it is.
  ///   - isTerminal: Whether a stream is shown on a terminal.
  ///   - reportedWidth: The number of columns that the terminal itself reports.
  ///   - stopSignals: The signals by which the reader asks a command to stop.
  init(
    environment: [String: String], write: @escaping @Sendable (String, Stream) -> Void,
    isTerminal: @escaping @Sendable (Stream) -> Bool = { _ in false },
    reportedWidth: @escaping @Sendable () -> Int? = { nil }, stopSignals: StopSignals = .none
  ) {
    self.environment = environment
    self.write = write
    self.isTerminal = isTerminal
    self.reportedWidth = reportedWidth
    self.stopSignals = stopSignals
  }

  /// The streams of this process.
  static let standard = Console(
    environment: ProcessInfo.processInfo.environment,
    write: { text, stream in
      let handle = stream == .output ? FileHandle.standardOutput : FileHandle.standardError
      // A reader that has gone away is no reason to stop.
      try? handle.write(contentsOf: Data(text.utf8))
    },
    isTerminal: { isatty($0 == .output ? STDOUT_FILENO : STDERR_FILENO) == 1 },
    reportedWidth: {
      for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
        var size = winsize()
        if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
          return Int(size.ws_col)
        }
      }
      return nil
    }, stopSignals: .ofProcess)

  /// The number of columns: `COLUMNS`, else what the terminal reports, else 80.
  var width: Int {
    if let columns = environment["COLUMNS"].flatMap(Int.init), columns > 0 { return columns }
    return reportedWidth() ?? 80
  }

  /// How text on a stream may look: color only on a terminal, and never with `NO_COLOR`.
  func style(of stream: Stream) -> TextStyle {
    let locale =
      ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }
      .first { !$0.isEmpty } ?? ""
    return TextStyle(
      usesColor: isTerminal(stream) && (environment["NO_COLOR"] ?? "").isEmpty
        && environment["TERM"] != "dumb",
      usesUnicode: locale.uppercased().replacing("-", with: "").contains("UTF8"))
  }

  /// Writes a line to the output stream.
  func print(_ line: String) {
    write(line + "\n", .output)
  }

  /// Writes a line to the error stream.
  func note(_ line: String) {
    write(line + "\n", .error)
  }
}
