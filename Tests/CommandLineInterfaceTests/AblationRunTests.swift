import Foundation
import Methods
import Synchronization
import Testing

@testable import CommandLineInterface

@Suite("Ablation runs", .serialized)
struct AblationRunTests {
  private static let small = [
    "--data", "faces:train=70,test=35,size=16", "--labels-per-class", "2", "--backbone", "convnet",
    "--batch-size", "4", "--unlabeled-ratio", "2", "--steps", "4", "--epoch-steps", "2",
  ]
  private static let grid =
    ["--methods", "fixmatch,dta-snl", "--seeds", "0..1", "--baseline", "fixmatch"] + small

  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func ablate(_ folder: URL, _ arguments: String..., grid: [String] = grid) -> Outcome {
    run(arguments: ["ablate", "--quiet", "--output", folder.path] + grid + arguments)
  }

  private func states(_ folder: URL) throws -> [String] {
    struct Entry: Decodable { let state: String }
    let outcome = ablate(folder, "--list-rows", "--json")
    return try JSONDecoder().decode([Entry].self, from: Data(outcome.output.utf8)).map(\.state)
  }

  private func text(_ folder: URL, _ name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  /// The hashes of the weights of all runs.
  private func weights(_ folder: URL) throws -> [Substring?] {
    try text(folder, "runs.csv").split(separator: "\n").map { $0.split(separator: ",").last }
  }

  @Test("one row makes one run; its cell fills, the others stay empty, then the rest is made")
  func rows() throws {
    try withFolder { folder in
      #expect(try states(folder) == ["missing", "missing", "missing", "missing"])
      #expect(!FileManager.default.fileExists(atPath: folder.path))
      #expect(ablate(folder, "--row", "1").code == 0)
      #expect(try states(folder) == ["missing", "finished", "missing", "missing"])
      let markdown = try text(folder, "table.md")
      #expect(markdown.contains("| fixmatch | 0 of 2 |  | baseline |  |  |  | "))
      #expect(markdown.contains("| dta-snl | 1 of 2 | "))
      #expect(markdown.contains("1 of 4 runs are finished"))
      let results = folder.appendingPathComponent("runs")
      let first = try FileManager.default.contentsOfDirectory(atPath: results.path)
      let kept = try Data(contentsOf: results.appendingPathComponent(first[0]))

      let whole = ablate(folder)
      #expect(whole.code == 0, "\(whole.error)")
      #expect(try states(folder) == ["finished", "finished", "finished", "finished"])
      #expect(try Data(contentsOf: results.appendingPathComponent(first[0])) == kept)
      #expect(whole.output.contains("dta-snl   2 of 2"))
      let csv = try text(folder, "runs.csv").split(separator: "\n")
      #expect(csv.count == 5)
      #expect(
        csv[0]
          == "row,method,replicate,accuracy,balancedAccuracy,seconds,configurationHash,weightsSHA256"
      )
      let page = try text(folder, "table.html")
      #expect(page.contains("<title>Ablation</title>") && page.contains("<svg"))
      #expect(!page.contains("http"))
      let leftOver = try FileManager.default.contentsOfDirectory(
        atPath: folder.appendingPathComponent("work").path)
      #expect(leftOver.allSatisfy { $0.hasSuffix(".lock") })

      let again = ablate(folder, "--tables-only", "--json")
      #expect(again.output.contains(#""planned":4,"replicates":["seed 0","seed 1"],"runs":4"#))
    }
  }

  @Test("a grid that a signal stopped goes on where it was, to the same bits")
  func interruption() throws {
    try withFolder { folder in
      #expect(ablate(folder).code == 0)
      try withFolder { other in
        let captured = CapturedConsole()
        let polls = Atomic<Int>(0)
        // A run asks seven times, at steps, epochs and its end; the tenth is in the second run.
        let console = Console(
          environment: [:], write: captured.console.write,
          stopSignals: StopSignals(
            whileNoting: { try $0() },
            received: {
              polls.wrappingAdd(1, ordering: .relaxed).newValue >= 10 ? 15 : nil
            }))
        let arguments = ["ablate", "--keep-runs", "--output", other.path] + Self.grid
        let code = CommandLineTool.main(
          arguments: arguments, root: Semisup.description, console: console)
        #expect(code == 143)
        #expect(captured.error.contains("Stopped. To go on: the same command, or semisup ablate"))
        #expect(try states(other) == ["finished", "started", "missing", "missing"])

        let row = try AblationGrid(ablateArguments(Self.grid), .standard).rows[1]
        let marker = AblationStore(other.path).folder(of: row.hash)
          .appendingPathComponent("marker")
        try Data().write(to: marker)
        #expect(run(arguments: arguments).code == 0)
        #expect(FileManager.default.fileExists(atPath: marker.path), "started anew")
        #expect(try weights(other) == weights(folder))
      }
    }
  }

  @Test("independent processes make the same runs")
  func jobs() throws {
    try withFolder { folder in
      #expect(ablate(folder).code == 0)
      try withFolder { other in
        let outcome = try launch(
          builtTool(), ["ablate", "--output", other.path, "--jobs", "2"] + Self.grid)
        #expect(outcome.code == 0, "\(outcome.error)")
        #expect(outcome.error.contains("row 3, dta-snl seed 1: finished"))
        #expect(try weights(other) == weights(folder))
      }
    }
  }

  @Test("a run that another process makes is left to it")
  func locks() throws {
    try withFolder { folder in
      let hash = try AblationGrid(ablateArguments(Self.grid), .standard).rows[0].hash
      let store = AblationStore(folder.path)
      try store.create()
      let lock = try store.lock(hash)
      withExtendedLifetime(lock) {
        let outcome = run(
          arguments: ["ablate", "--output", folder.path, "--row", "0"] + Self.grid)
        #expect(outcome.code == 0)
        #expect(outcome.error.contains("row 0 is under way in another process"))
      }
      #expect(try states(folder)[0] == "missing")
    }
  }

  @Test("a run that cannot be is told, and the others are made")
  func failure() throws {
    try withFolder { folder in
      let outcome = ablate(
        folder,
        grid: [
          "--variants", "vain: method=dta-snl weights=/nowhere/none.safetensors", "--variants",
          "good: method=fixmatch",
        ] + Self.small)
      #expect(outcome.code == 1)
      #expect(outcome.error.contains("row 0, vain seed 0: failed: "))
      #expect(outcome.error.contains("/nowhere/none.safetensors"))
      #expect(outcome.error.hasSuffix("Error: rows that failed: 0\n"))
      let markdown = try text(folder, "table.md")
      #expect(markdown.contains("| good | 1 of 1 |") && markdown.contains("| vain | 0 of 1 |"))
    }
  }

  @Test("mistakes are told before any run is made")
  func mistakes() throws {
    try withFolder { folder in
      for (arguments, expected) in [
        (["--baseline", "fixmach"], "the baseline 'fixmach' is on no axis"),
        (["--metrics", "acuracy"], "there is no metric 'acuracy'. Did you mean 'accuracy'?"),
        (["--row", "4"], "there is no row 4: the grid has 4 rows from 0"),
        (["--row", "0", "--jobs", "2"], "exclude each other"),
      ] {
        let outcome = run(
          arguments: ["ablate", "--output", folder.path] + Self.grid + arguments)
        #expect(outcome.code == 64, "\(arguments)")
        #expect(outcome.error.contains(expected), "\(outcome.error)")
      }
      #expect(!FileManager.default.fileExists(atPath: folder.path))
    }
  }
}
