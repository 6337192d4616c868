/// The end of a process; thrown by a command that has already said why it stops.
struct ExitCode: Error, Sendable, Equatable {
  /// The number that the caller sees.
  let rawValue: Int32

  /// The command did what was asked.
  static let success = ExitCode(rawValue: 0)
  /// The command could not do what was asked.
  static let failure = ExitCode(rawValue: 1)
  /// The command line was wrong (`EX_USAGE` of `sysexits.h`).
  static let usage = ExitCode(rawValue: 64)

  /// The command stopped because a signal asked it to, as shells report it.
  static func signal(_ number: Int32) -> ExitCode { ExitCode(rawValue: 128 + number) }
}
