import Foundation
import Synchronization

/// The signals by which somebody asks a command to stop: SIGINT (Ctrl-C) and SIGTERM.
struct StopSignals: Sendable {
  /// Does some work during which a first signal is noted; a second ends the process as usual.
  let whileNoting: @Sendable (() throws -> Void) throws -> Void
  /// The number of the signal that has come; nil while none has.
  let received: @Sendable () -> Int32?

  /// No signals.
  static let none = StopSignals(whileNoting: { try $0() }, received: { nil })

  /// The signals of this process.
  static let ofProcess = StopSignals(
    whileNoting: { work in
      noted.store(0, ordering: .relaxed)
      // A parent may have started the process with the signals blocked, as threads of pools do.
      var set = sigset_t()
      sigemptyset(&set)
      for number in numbers { sigaddset(&set, number) }
      pthread_sigmask(SIG_UNBLOCK, &set, nil)
      for number in numbers { signal(number, note) }
      defer { for number in numbers { signal(number, SIG_DFL) } }
      try work()
    },
    received: {
      let number = noted.load(ordering: .relaxed)
      return number == 0 ? nil : number
    })

  private static let numbers = [SIGINT, SIGTERM]
  private static let noted = Atomic<Int32>(0)

  /// Called by the system in the middle of anything, so it may do hardly anything.
  private static let note: @convention(c) (Int32) -> Void = { number in
    noted.store(number, ordering: .relaxed)
    signal(number, SIG_DFL)
  }
}
