import Foundation
import Synchronization
import Testing

@testable import CommandLineInterface

@Suite("The command that resumes", .serialized)
struct ResumeCommandTests {
  private static let small = [
    "train", "--data", "faces:train=140,test=70,size=16", "--labels-per-class", "2", "--backbone",
    "convnet", "--batch-size", "4", "--unlabeled-ratio", "2", "--method", "flexmatch", "--steps",
    "9", "--epoch-steps", "4", "--seed", "3", "--quiet",
  ]

  /// A new folder for a run, removed at the end.
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  /// Runs a command line that hears a signal once its run asks for the given time.
  private func interrupted(
    _ signal: Int32, atPoll poll: Int, _ arguments: [String]
  ) -> Outcome {
    let captured = CapturedConsole()
    let polls = Atomic<Int>(0)
    let console = Console(
      environment: [:], write: captured.console.write,
      stopSignals: StopSignals(
        whileNoting: { try $0() },
        received: {
          polls.wrappingAdd(1, ordering: .relaxed).newValue >= poll ? signal : nil
        }))
    let code = CommandLineTool.main(
      arguments: arguments, root: Semisup.description, console: console)
    return Outcome(code: code, output: captured.output, error: captured.error)
  }

  private func summary(_ outcome: Outcome) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require(object as? [String: Any])
  }

  /// The lines of the metrics without what differs from run to run: times.
  private func metrics(_ path: String) throws -> String {
    try String(contentsOfFile: path + "/metrics.jsonl", encoding: .utf8)
      .replacing(/"(secondsPerStep|imagesPerSecond)":[0-9.e+-]+/, with: "")
  }

  private func uninterrupted() throws -> (hash: String, metrics: String) {
    var result = ("", "")
    try withFolder { path in
      let outcome = run(arguments: Self.small + ["--json", "--output", path])
      result.0 = try #require(try summary(outcome)["weightsSHA256"] as? String)
      result.1 = try metrics(path)
    }
    return result
  }

  @Test(
    "a run stopped by a signal says how to go on, and ends in the same bits and records",
    arguments: [1, 3, 4, 5, 10])
  func sameBits(poll: Int) throws {
    let whole = try uninterrupted()
    try withFolder { path in
      let stopped = interrupted(15, atPoll: poll, Self.small + ["--output", path])
      #expect(stopped.code == 143)
      #expect(stopped.output.isEmpty)
      #expect(stopped.error.contains("To go on: semisup resume \(path)\n"), "\(stopped.error)")
      let resumed = run(arguments: ["resume", path, "--json", "--quiet"])
      #expect(resumed.code == 0, "\(resumed.error)")
      let result = try summary(resumed)
      #expect(result["weightsSHA256"] as? String == whole.hash)
      #expect(try metrics(path) == whole.metrics)
    }
  }

  @Test("a run without a checkpoint starts at step 0")
  func fromTheStart() throws {
    let whole = try uninterrupted()
    try withFolder { path in
      _ = interrupted(2, atPoll: 6, Self.small + ["--output", path])
      try FileManager.default.removeItem(atPath: path + "/checkpoints")
      let resumed = run(arguments: ["resume", path, "--json"])
      #expect(resumed.error.hasPrefix("There is no checkpoint yet: starting at step 0.\n"))
      #expect(try summary(resumed)["weightsSHA256"] as? String == whole.hash)
    }
  }

  @Test("of a finished run the result is printed again")
  func finished() throws {
    try withFolder { path in
      let first = run(arguments: Self.small + ["--json", "--output", path])
      let again = run(arguments: ["resume", path, "--json"])
      let note = "The run has come to its end already; this was its result.\n"
      #expect(again == Outcome(code: 0, output: first.output, error: note))
      #expect(run(arguments: ["resume", path]).output.contains("flexmatch, 14 labels, 9 steps"))
    }
  }

  @Test("without an output folder a signal ends the run with nothing kept")
  func nothingKept() {
    let stopped = interrupted(2, atPoll: 2, Self.small)
    #expect(
      stopped
        == Outcome(
          code: 130,
          error: "Stopped after step 2 of 9; nothing was kept, because no '--output' was given.\n"))
    let useless = run(arguments: Self.small + ["--checkpoint-every", "2"])
    #expect(useless.code == 64)
    #expect(useless.error.hasPrefix("Error: '--checkpoint-every' needs '--output'\n"))
  }

  @Test("a damaged newest checkpoint is refused, and the previous one is offered and works")
  func damaged() throws {
    let whole = try uninterrupted()
    try withFolder { path in
      _ = interrupted(
        2, atPoll: 7, Self.small + ["--output", path, "--checkpoint-every", "2"])
      let newest = path + "/checkpoints/step-000000006.checkpoint"
      let previous = path + "/checkpoints/step-000000004.checkpoint"
      var bytes = try Data(contentsOf: URL(fileURLWithPath: newest))
      bytes[bytes.count / 2] ^= 4
      try bytes.write(to: URL(fileURLWithPath: newest))
      let refused = run(arguments: ["resume", path])
      #expect(refused.code == 1)
      #expect(refused.error.contains("its SHA-256 does not match"), "\(refused.error)")
      #expect(
        refused.error.hasSuffix(
          "To go on from that one: semisup resume \(path) --checkpoint \(previous)\n"),
        "\(refused.error)")
      let resumed = run(
        arguments: ["resume", path, "--json", "--quiet", "--checkpoint", previous])
      #expect(try summary(resumed)["weightsSHA256"] as? String == whole.hash)
    }
  }

  @Test("another run's checkpoint is refused with the setting that differs")
  func foreign() throws {
    try withFolder { path in
      _ = interrupted(2, atPoll: 3, Self.small + ["--output", path])
      try withFolder { other in
        _ = interrupted(2, atPoll: 5, Self.small + ["--output", other, "--seed", "4"])
        let name = "/checkpoints/step-000000004.checkpoint"
        try FileManager.default.copyItem(atPath: other + name, toPath: path + name)
      }
      let refused = run(arguments: ["resume", path])
      #expect(refused.code == 1)
      #expect(
        refused.error.contains(
          "the checkpoint is of another run: expected 'seed' to be 3, found 4"),
        "\(refused.error)")
      #expect(refused.error.contains("step-000000003.checkpoint"))
    }
  }

  @Test("numbers that are not finite stop the run, and say how to go on without such steps")
  func notFinite() throws {
    try withFolder { path in
      let arguments =
        Self.small + ["--output", path, "--checkpoint-every", "1", "--learning-rate", "1e30"]
      let stopped = run(arguments: arguments)
      #expect(stopped.code == 1)
      let lines = stopped.error.split(separator: "\n")
      try #require(lines.count == 3, "\(stopped.error)")
      #expect(lines[0].contains("; a lower learning rate may help"))
      let checkpoints = path + "/checkpoints/step-00000000"
      #expect(lines[1].hasPrefix("The last good checkpoint, after step "))
      #expect(lines[1].contains(checkpoints))
      #expect(
        lines[2]
          == "To go on from it and pass over such steps: semisup resume \(path) --not-finite skip")
      let again = run(arguments: ["resume", path, "--json", "--quiet", "--not-finite", "skip"])
      #expect(again.code == 0, "\(again.error)")
      let skipped = try #require(try summary(again)["skippedSteps"] as? Int)
      #expect((1...9).contains(skipped))
      let shown = run(arguments: ["resume", path])
      #expect(shown.output.contains("steps passed over"), "\(shown.output)")
    }
  }

  @Test("a run that cannot be kept says how to go on, and does so once that is mended")
  func unwritten() throws {
    let whole = try uninterrupted()
    try withFolder { path in
      let captured = CapturedConsole()
      let checkpoints = path + "/checkpoints"
      let console = Console(
        environment: [:], write: captured.console.write,
        stopSignals: StopSignals(
          whileNoting: { try $0() },
          received: {
            // A file where the folder should be: no checkpoint can be written.
            try? FileManager.default.removeItem(atPath: checkpoints)
            _ = FileManager.default.createFile(atPath: checkpoints, contents: nil)
            return nil
          }))
      let code = CommandLineTool.main(
        arguments: Self.small + ["--output", path], root: Semisup.description, console: console)
      #expect(code == 1)
      let lines = captured.error.split(separator: "\n")
      try #require(lines.count == 2, "\(captured.error)")
      #expect(lines[0].hasPrefix("Error: \(checkpoints)"))
      #expect(lines[1] == "To go on once that is mended: semisup resume \(path)")
      try FileManager.default.removeItem(atPath: checkpoints)
      let resumed = run(arguments: ["resume", path, "--json", "--quiet"])
      #expect(try summary(resumed)["weightsSHA256"] as? String == whole.hash)
    }
  }

  @Test("two programs cannot train in one folder")
  func claimed() throws {
    try withFolder { path in
      let captured = CapturedConsole()
      let codes = Mutex<[Outcome]>([])
      let console = Console(
        environment: [:], write: captured.console.write,
        stopSignals: StopSignals(
          whileNoting: { try $0() },
          received: {
            codes.withLock { $0.append(run(arguments: ["resume", path])) }
            return 2
          }))
      _ = CommandLineTool.main(
        arguments: Self.small + ["--output", path], root: Semisup.description, console: console)
      let outcomes = codes.withLock { $0 }
      #expect(outcomes.first?.code == 1)
      #expect(
        outcomes.first?.error
          == "Error: \(path): another program is training in this folder; stop it first\n")
    }
  }

  @Test("what is no run is refused")
  func noRun() {
    let outcome = run(arguments: ["resume", "/nowhere"])
    #expect(
      outcome
        == Outcome(
          code: 1, error: "Error: /nowhere: expected the folder of a run with config.json\n"))
  }

  @Test("the built tool finishes its step and saves when SIGTERM comes")
  func realSignal() throws {
    try withFolder { path in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: try builtTool())
      process.arguments =
        Self.small.map { $0 == "9" ? "5000" : $0 } + ["--output", path, "--epoch-steps", "5"]
      let error = Pipe()
      process.standardError = error
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      let file = path + "/metrics.jsonl"
      while process.isRunning,
        (try? String(contentsOfFile: file, encoding: .utf8))?.contains(#""kind":"epoch""#) != true
      {
        usleep(10_000)
      }
      process.terminate()
      let text = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 143)
      #expect(text.contains("of 5,000. To go on: semisup resume \(path)\n"), "\(text)")
      let names = try FileManager.default.contentsOfDirectory(atPath: path + "/checkpoints")
      #expect(!names.isEmpty && names.allSatisfy { !$0.hasPrefix(".") })
    }
  }
}
