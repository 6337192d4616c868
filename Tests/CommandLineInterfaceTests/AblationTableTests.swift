import Foundation
import Methods
import Reports
import Runs
import Testing
import Training

@testable import CommandLineInterface

@Suite("Ablation tables")
struct AblationTableTests {
  /// The result of a run that was never made.
  private func summary(of row: AblationGrid.Row, accuracy: Double) throws -> RunSummary {
    let object: [String: Any] = [
      "method": row.configuration.method, "recipe": "default", "backbone": "convnet",
      "data": "faces:", "seed": row.configuration.seed, "steps": 10, "labeledCount": 7,
      "unlabeledCount": 63, "accuracy": accuracy, "classNames": ["a", "b"], "secondsPerStep": 6,
      "imagesPerSecond": 1, "peakMemoryMiB": 1, "kernels": "portable",
      "configurationHash": row.hash, "weightsSHA256": "w\(row.number)",
    ]
    return try JSONDecoder().decode(
      RunSummary.self, from: JSONSerialization.data(withJSONObject: object))
  }

  private func table(
    _ arguments: [String], baseline: [String], contrasts: [String] = [],
    accuracies: [Int: Double]
  ) throws -> AblationTable {
    let grid = try AblationGrid(ablateArguments(arguments + ["--data", "faces:"]), .standard)
    var results: [String: RunSummary] = [:]
    for (number, accuracy) in accuracies {
      results[grid.rows[number].hash] = try summary(of: grid.rows[number], accuracy: accuracy)
    }
    return try AblationTable(
      title: "A <b> & c", grid: grid, metrics: [.accuracy], baseline: baseline,
      contrasts: contrasts, results: results)
  }

  @Test("means, intervals and paired differences are those that one computes by hand")
  func figures() throws {
    // Rows: seed 0 (fixmatch, dash), seed 1, seed 2.
    let table = try table(
      ["--methods", "fixmatch,dash", "--seeds", "0..2"], baseline: ["fixmatch"],
      accuracies: [0: 0.5, 1: 0.6, 2: 0.7, 3: 0.9, 4: 0.6, 5: 0.6])
    let first = try #require(table.interval(.accuracy, of: table.cells[0]))
    #expect(abs(first.mean - 0.6) < 1e-12)
    // t(0.975, 2) = 4.302653, deviation 0.1, three runs.
    #expect(abs(try #require(first.halfWidth) - 4.302653 * 0.1 / 3.squareRoot()) < 1e-7)
    let differences = table.differences(of: table.cells[1])
    #expect(zip(differences, [0.1, 0.2, 0]).allSatisfy { abs($0 - $1) < 1e-12 })
    let difference = Interval(differences)
    #expect(abs(difference.mean - 0.1) < 1e-12)
    #expect(abs(try #require(difference.halfWidth) - 4.302653 * 0.1 / 3.squareRoot()) < 1e-7)
    let row = try #require(table.cellTable.cells.rows.last)
    #expect(row.dropLast() == ["dash", "3 of 3", "70.00 ± 43.03", "+10.00 ± 24.84", "3", "1m 00s"])
  }

  @Test("a difference counts replicates that both have finished; a cell without a run is empty")
  func missing() throws {
    let table = try table(
      ["--methods", "fixmatch,dash,uda", "--seeds", "0..1"], baseline: ["fixmatch"],
      accuracies: [0: 0.5, 1: 0.6, 4: 0.9])
    let rows = table.cellTable.cells.rows
    #expect(rows[0].dropLast() == ["fixmatch", "1 of 2", "50.00", "baseline", "", "1m 00s"])
    #expect(rows[1].dropLast() == ["dash", "2 of 2", "75.00 ± 190.59", "+10.00", "1", "1m 00s"])
    #expect(rows[2].dropLast() == ["uda", "0 of 2", "", "", "", ""])
    #expect(rows.allSatisfy { $0.last?.count == 12 })
    #expect(table.csv.split(separator: "\n")[3].hasPrefix("2,uda,seed 0,,,"))
  }

  @Test("what a part adds is averaged over the cells that differ by it alone")
  func contributions() throws {
    // Cells of a seed: (fixed, ce), (fixed, ce+snl), (dta, ce), (dta, ce+snl).
    let table = try table(
      ["--thresholds", "fixed,dta", "--losses", "ce,ce+snl", "--seeds", "0..1"],
      baseline: ["fixed", "losses=ce"],
      accuracies: [0: 0.1, 1: 0.2, 2: 0.4, 3: 0.6, 4: 0.1, 5: 0.1, 6: 0.2, 7: 0.2])
    let parts = table.contributions
    #expect(parts.map { "\($0.axis) \($0.value)" } == ["threshold dta", "losses ce+snl"])
    let means = parts.compactMap { $0.interval?.mean }
    #expect(abs(means[0] - (0.35 + 0.1) / 2) < 1e-12)
    #expect(abs(means[1] - (0.15 + 0) / 2) < 1e-12)
    #expect(parts.map(\.count) == [2, 2])
    #expect(table.cells.map { $0.baseline } == [nil, 0, 0, 0])
  }

  @Test("contrasts compare two values of an axis, and data are never averaged over")
  func contrasts() throws {
    // Cells of a seed: (uda, 5), (uda, 9), (dash, 5), (dash, 9), by labels of a class.
    let table = try table(
      ["--methods", "uda,dash", "--labels-per-class", "5,9", "--seeds", "0..1"],
      baseline: ["uda"], contrasts: ["dash against uda"],
      accuracies: [0: 0.1, 1: 0.2, 2: 0.4, 3: 0.6, 4: 0.1, 6: 0.2, 7: 0.2])
    let rows = try #require(table.contributionTable).cells
    #expect(
      rows.titles.map(\.text)
        == ["labels-per-class", "part", "against", "difference", "replicates"])
    #expect(
      rows.rows == [
        ["5", "method dash", "method uda", "+20.00 ± 127.06", "2"],
        ["9", "method dash", "method uda", "+40.00", "1"],
      ])
    for contrast in ["dash", "dash against 5", "dash against dash", "dash against vat"] {
      #expect(throws: ValidationError.self, "\(contrast)") {
        _ = try self.table(
          ["--methods", "uda,dash", "--labels-per-class", "5,9"], baseline: [],
          contrasts: [contrast], accuracies: [:])
      }
    }
  }

  @Test("texts are escaped for the place that they stand in")
  func escaping() throws {
    let table = try table(
      ["--variants", "a|b: method=dash", "--variants", "c<d: method=uda"], baseline: [],
      accuracies: [:])
    #expect(table.markdown(command: "semisup").contains("| a\\|b | 0 of 1 |"))
    let page = table.html(command: "semisup --x='<y>'")
    #expect(page.contains("<h1>A &lt;b&gt; &amp; c</h1>"))
    #expect(page.contains("<td>c&lt;d</td>") && page.contains("--x='&lt;y&gt;'"))
  }

  @Test(
    "points of Student's t are those of tables",
    arguments: [
      (1, 12.7062), (2, 4.3027), (3, 3.1824), (4, 2.7764), (5, 2.5706), (9, 2.2622),
      (10, 2.2281), (30, 2.0423), (120, 1.9799),
    ])
  func points(freedom: Int, expected: Double) {
    #expect(abs(StudentDistribution.point(0.95, freedom: freedom) - expected) < 1e-4)
  }
}
