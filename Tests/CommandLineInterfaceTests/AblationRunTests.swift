import Foundation
import Reports
import Testing
import Training

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

  @Test("one row makes one run; its cell fills, the others stay empty, then the rest is made")
  func rows() throws {
    try withFolder { folder in
      #expect(try states(folder) == ["missing", "missing", "missing", "missing"])
      #expect(ablate(folder, "--row", "1").code == 0)
      #expect(try states(folder) == ["missing", "finished", "missing", "missing"])
      let markdown = try text(folder, "table.md")
      #expect(markdown.contains("| fixmatch | 0 of 2 |  |  | baseline |  |  | "))
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

  @Test("a run that was interrupted goes on from its checkpoint, to the same bits")
  func interruption() throws {
    try withFolder { folder in
      #expect(ablate(folder).code == 0)
      let table = try text(folder, "runs.csv").split(separator: "\n")
      let row = try AblationGrid(ablateArguments(Self.grid)).rows[1]

      try withFolder { other in
        let work = try AblationStore(other.path).folder(of: row.hash)
        let trainer = try row.configuration.makeTrainer()
        let started = try RunFolder(
          creating: work.path, configuration: row.configuration, trainer: trainer)
        _ = try trainer.run { event in
          guard case .epoch(let report) = event else { return .proceed }
          _ = try started.checkpoints.save(trainer.checkpoint(), step: report.step)
          return .stop
        }
        #expect(trainer.step == 2)
        let marker = work.appendingPathComponent("marker")
        try Data().write(to: marker)
        #expect(try states(other)[1] == "started")
        #expect(ablate(other, "--row", "1", "--keep-runs").code == 0)
        #expect(FileManager.default.fileExists(atPath: marker.path))
        let resumed = try text(other, "runs.csv").split(separator: "\n")
        #expect(resumed[2].split(separator: ",").last == table[2].split(separator: ",").last)
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
        func weights(_ folder: URL) throws -> [Substring?] {
          try text(folder, "runs.csv").split(separator: "\n").map {
            $0.split(separator: ",").last
          }
        }
        #expect(try weights(other) == weights(folder))
      }
    }
  }

  @Test("a run that another process makes is left to it")
  func locks() throws {
    try withFolder { folder in
      let hash = try AblationGrid(ablateArguments(Self.grid)).rows[0].hash
      let lock = try AblationStore(folder.path).lock(hash)
      withExtendedLifetime(lock) {
        let outcome = run(
          arguments: ["ablate", "--output", folder.path, "--row", "0"] + Self.grid)
        #expect(outcome.code == 0)
        #expect(outcome.error.contains("row 0 is under way in another process"))
      }
      #expect(try states(folder)[0] == "missing")
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
