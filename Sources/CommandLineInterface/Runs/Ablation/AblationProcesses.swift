import Foundation
import Training

/// Makes runs as independent processes, several at a time.
struct AblationProcesses {
  let arguments: ParsedArguments
  let jobs: Int
  let console: Console

  /// Makes runs.
  ///
  /// - Parameters:
  ///   - rows: The runs to make.
  ///   - finished: Is called after each.
  /// - Throws: A ``StoreError`` that names the rows whose process failed, once all have ended, or a
  ///   ``StoppedRun`` if a signal came, once all have saved.
  func run(_ rows: [AblationGrid.Row], finished: () throws -> Void) throws {
    guard let program = Bundle.main.executablePath else {
      throw StoreError(description: "the program's own file is not known; leave '--jobs' out")
    }
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let threads = arguments[RuntimeOptions.threads] ?? max(1, cores / jobs)
    let words = AblateRun.arguments(
      arguments, except: ["jobs", "threads", "quiet", "json"])
    var running: [(row: AblationGrid.Row, process: Process)] = []
    var failed: [Int] = []
    var waiting = rows[...]
    // Without this, processes would go on alone after an error here.
    defer { for (_, process) in running where process.isRunning { process.terminate() } }
    while !waiting.isEmpty || !running.isEmpty {
      while running.count < jobs, let row = waiting.popFirst() {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments =
          ["ablate"] + words + ["--row=\(row.number)", "--threads=\(threads)", "--quiet"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        running.append((row, process))
      }
      Thread.sleep(forTimeInterval: 0.05)
      if let signal = console.stopSignals.received() {
        for (_, process) in running { stop(process, signal) }
        for (_, process) in running { process.waitUntilExit() }
        throw StoppedRun(step: 0, signal: signal)
      }
      for place in running.indices.reversed() where !running[place].process.isRunning {
        let (row, process) = running.remove(at: place)
        let name = "row \(row.number), \(row.name)"
        if process.terminationStatus == 0, process.terminationReason == .exit {
          console.note(name + ": finished")
          try finished()
        } else {
          failed.append(row.number)
          console.note(name + ": failed")
        }
      }
    }
    if !failed.isEmpty { throw StoreError(rowsThatFailed: failed) }
  }

  /// Asks a process to save and end.
  ///
  /// Ctrl-C reaches all processes of a group by itself, and a second signal would end them at once.
  private func stop(_ process: Process, _ signal: Int32) {
    let isTold = signal == SIGINT && getpgid(process.processIdentifier) == getpgrp()
    if !isTold { process.terminate() }
  }
}
