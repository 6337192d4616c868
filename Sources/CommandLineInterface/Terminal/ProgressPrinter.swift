import Foundation
import Synchronization

/// Shows progress on the error stream: on a terminal one line that is drawn again in place, at
/// most ten times a second; elsewhere a plain line at every twentieth of the run, and once a
/// minute if that takes longer.
final class ProgressPrinter: Sendable {
  private static let redrawInterval = 0.1
  private static let quietest = 60.0
  private static let parts = 20.0

  private struct State {
    var lastTime: Double?
    var lastPart = 0
    var isDrawn = false
    var latest: RunProgress?
    var latestIsShown = false
  }

  private let console: Console
  private let isLive: Bool
  private let style: TextStyle
  private let now: @Sendable () -> Double
  private let state = Mutex(State())

  /// Creates a printer.
  ///
  /// - Parameters:
  ///   - console: Where lines go.
  ///   - now: The time in seconds since any fixed moment.
  init(
    console: Console,
    now: @escaping @Sendable () -> Double = { ProcessInfo.processInfo.systemUptime }
  ) {
    self.console = console
    self.now = now
    isLive = console.isTerminal(.error) && console.environment["TERM"] != "dumb"
    style = console.style(of: .error)
  }

  /// Takes note of progress, and shows it if it is time to.
  func update(_ progress: RunProgress) {
    let time = now()
    state.withLock { state in
      state.latest = progress
      state.latestIsShown = false
      let isDone = progress.step >= progress.stepCount
      if isLive {
        let isTime = state.lastTime.map { time - $0 >= ProgressPrinter.redrawInterval } ?? true
        if isDone || isTime { draw(&state, time: time) }
      } else {
        let part = Int(progress.fraction * ProgressPrinter.parts)
        let start = state.lastTime ?? time
        state.lastTime = start
        if isDone || part > state.lastPart || time - start >= ProgressPrinter.quietest {
          state.lastPart = part
          draw(&state, time: time)
        }
      }
    }
  }

  /// Writes a line that stays; progress goes on below it.
  func note(_ line: String) {
    state.withLock { state in
      if state.isDrawn { console.write("\r\u{1B}[K", .error) }
      console.note(line)
      if state.isDrawn { redraw(state) }
    }
  }

  /// Ends the line: shows the latest progress if it is not shown, and goes to the next line.
  func finish() {
    let time = now()
    state.withLock { state in
      if !state.latestIsShown, state.latest != nil { draw(&state, time: time) }
      if state.isDrawn { console.write("\n", .error) }
      state = State()
    }
  }

  private func draw(_ state: inout State, time: Double) {
    guard let progress = state.latest else { return }
    state.lastTime = time
    state.latestIsShown = true
    if isLive {
      state.isDrawn = true
      redraw(state)
    } else {
      console.note(ProgressLine(progress).plainText)
    }
  }

  private func redraw(_ state: State) {
    guard let progress = state.latest else { return }
    // The last column stays free: some terminals go to the next line once it is filled.
    let line = ProgressLine(progress).text(width: console.width - 1, style: style)
    console.write("\r" + line + "\u{1B}[K", .error)
  }
}
