import Foundation
import Methods
import Parts
import Runs
import Testing
import Training

@testable import CommandLineInterface

@Suite("Grids of runs")
struct AblationGridTests {
  private func grid(_ arguments: String...) throws -> AblationGrid {
    try AblationGrid(ablateArguments(arguments), .standard)
  }

  @Test("every combination of values is a cell, replicates outermost, one run a row")
  func expansion() throws {
    let grid = try grid(
      "--thresholds", "fixed,dta", "--losses", "ce,ce+snl", "--attention", "off,drop", "--seeds",
      "3..4", "--data", "faces:")
    #expect(grid.axes.map(\.name) == ["threshold", "losses", "attention"])
    #expect(grid.rows.count == 16)
    #expect(grid.rows.map(\.number) == Array(0..<16))
    #expect(grid.rows[1].values == ["fixed", "ce", "drop"])
    #expect(grid.rows[1].configuration.method == "fixed:ce")
    #expect(grid.rows[1].configuration.attention == 2)
    #expect(grid.rows[1].configuration.attentionDrop == 0.6)
    #expect(grid.rows[6].configuration.method == "dta:ce+snl")
    #expect(grid.rows[0].configuration.attention == 0)
    #expect(
      grid.rows.map(\.configuration.seed) == Array(repeating: 3, count: 8) + [
        4, 4, 4, 4, 4, 4, 4, 4,
      ])
    #expect(grid.replicates == ["seed 3", "seed 4"])
    #expect(Set(grid.rows.map(\.hash)).count == 16)
    #expect(try grid.rows[5].hash == grid.rows[5].configuration.hash())
  }

  @Test("options of train with several values are axes, data first; single ones are shared")
  func trainOptions() throws {
    let grid = try grid(
      "--methods", "fixmatch,dta-snl", "--labels-per-class", "10,25", "--data",
      "faces:train=70,test=35", "--data", "faces:train=140,test=70", "--set",
      "decay=0.9,0.99", "--steps", "5", "--attention", "3:0.5")
    #expect(
      grid.axes.map(\.name) == ["data", "method", "labels-per-class", "decay"])
    #expect(
      grid.axes[0].choices.map(\.label) == ["faces:train=70,test=35", "faces:train=140,test=70"])
    #expect(grid.common.map(\.name) == ["attention", "steps"])
    #expect(grid.rows.count == 16)
    let last = try #require(grid.rows.last).configuration
    #expect(last.labelsPerClass == 25 && last.method == "dta-snl" && last.steps == 5)
    #expect(last.settings["decay"] == .number(0.99))
    #expect(last.attention == 3 && last.attentionDrop == 0.5 && last.seed == 0)
  }

  @Test("variants are named sets of options")
  func variants() throws {
    let grid = try grid(
      "--variants", "FixMatch: method=fixmatch", "--variants",
      "low floor: method=dta-snl set=floor=0.5 set=beta=0.9 attention=2", "--variants", "plain:",
      "--data", "faces:")
    #expect(grid.axes.map(\.name) == ["variant"])
    #expect(grid.rows.map { $0.values[0] } == ["FixMatch", "low floor", "plain"])
    let configuration = grid.rows[1].configuration
    #expect(configuration.settings["floor"] == 0.5 && configuration.settings["beta"] == 0.9)
    #expect(configuration.attention == 2)
    #expect(grid.rows[2].configuration.method == "dta-snl")
  }

  @Test("splits go with each of the seeds, or first with first")
  func splits() throws {
    let all = try grid("--splits", "a/x.txt,a/y.txt", "--seeds", "0,7", "--data", "faces:")
    #expect(
      all.replicates
        == ["x.txt, seed 0", "x.txt, seed 7", "y.txt, seed 0", "y.txt, seed 7"])
    let paired = try grid(
      "--splits", "a/x.txt,a/y.txt", "--seeds", "0,7", "--paired", "--data", "faces:")
    #expect(paired.replicates == ["x.txt, seed 0", "y.txt, seed 7"])
    #expect(paired.rows[1].configuration.split == "a/y.txt")
  }

  @Test(
    "grids that cannot be are refused with what is wrong",
    arguments: [
      (["--losses", "ce"], "'--losses' needs '--thresholds'"),
      (["--methods", "fixmatch,fixmatch"], "the axis 'method' has the value 'fixmatch' twice"),
      (["--seeds", "4..1"], "'4..1' is no seed and no range of seeds"),
      (["--seeds", "1", "--seeds", "0..1"], "rows 0 and 2 of the grid are the same run"),
      (["--attention", "2:0.5:1"], "'2:0.5:1' is no attention"),
      (["--splits", "a,b", "--paired"], "as many splits as seeds, found 2 and 1"),
      (["--splits", "a", "--labels-per-class", "3"], "exclude each other"),
      (["--variants", "method=fixmatch"], "is no variant"),
      (["--variants", "a: fixmatch"], "expected OPTION=VALUE"),
      (["--variants", "a: metod=fixmatch"], "Did you mean 'method'?"),
      (
        ["--variants", "a: method=fixmatch", "--methods", "fixmatch,dash"],
        "'method' stands on two axes of the grid"
      ),
      (["--methods", "fixmatc"], "'fixmatc' is invalid for 'method'. Did you mean 'fixmatch'?"),
      (["--set", "beta=2"], "the option 'threshold.beta' cannot be 2"),
      (["--methods", "dnfer:snl"], "which the threshold policy 'dnfer' does not give"),
      (["--set", "count=5"], "the option 'count' of 'snl' has no effect"),
      (["--attention", "off:0.5"], "is no attention"),
    ])
  func refusals(arguments: [String], expected: String) {
    do {
      _ = try AblationGrid(ablateArguments(arguments + ["--data", "faces:"]), .standard)
      Issue.record("a grid was made of \(arguments)")
    } catch {
      let message = (error as? ValidationError)?.message ?? "\(error)"
      #expect(message.contains(expected), "\(message)")
    }
  }

  @Test("a file says what options say, and options win over it")
  func file() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("grid.json").path
    try Data(
      """
      {"methods": ["fixmatch", "dash"], "seeds": "0..2", "steps": 7, "data": "faces:",
       "set": ["teacher.decay=0.9"]}
      """.utf8
    ).write(to: URL(fileURLWithPath: file))
    #expect(try grid("--grid", file).rows.count == 6)
    let other = try grid("--grid", file, "--methods", "dash", "--steps", "9")
    #expect(other.rows.count == 3)
    #expect(other.rows[0].configuration.steps == 9)
    #expect(other.rows[0].configuration.settings == ["teacher.decay": 0.9])
    try Data(#"{"threshold": "fixed", "data": "faces:"}"#.utf8).write(
      to: URL(fileURLWithPath: file))
    #expect(
      run("ablate", "--grid", file, "--output", folder.path).error.contains(
        "unknown key 'threshold'. Did you mean 'thresholds'?"))
  }
}

/// The parsed options of `semisup ablate`, into a folder that nothing is written to.
func ablateArguments(_ arguments: [String]) throws -> ParsedArguments {
  let request = try ArgumentParser(root: Semisup.description).parse(
    ["ablate", "--output", "unused"] + arguments)
  guard case .run(_, let parsed) = request else { throw ValidationError("no run") }
  return parsed
}
