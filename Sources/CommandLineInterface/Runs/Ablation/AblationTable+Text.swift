import Foundation
import Reports
import Runs
import Training

extension AblationTable {
  /// The table of the cells.
  var cellTable: TextTable {
    let hasBaseline = !baseline.isEmpty
    var columns = grid.axes.map { TextTable.Column($0.name, .left) }
    columns.append(.init("runs", .right))
    columns.append(.init(metrics[0].rawValue, .right))
    if hasBaseline { columns += [.init("difference", .right), .init("pairs", .right)] }
    columns += metrics.dropFirst().map { .init($0.rawValue, .right) }
    columns += [.init("time", .right), .init("configuration", .left)]
    return TextTable(
      columns,
      rows: cells.map { cell in
        let differences = differences(of: cell)
        var row = cell.values
        row.append("\(cell.runs.count { $0 != nil }) of \(cell.runs.count)")
        let figures = metrics.map { interval($0, of: cell)?.text(decimals: 2) ?? "" }
        row.append(figures[0])
        if hasBaseline {
          row.append(
            cell.baseline == nil
              ? "baseline"
              : differences.isEmpty ? "" : Interval(differences).signedText(decimals: 2))
          row.append(differences.isEmpty ? "" : "\(differences.count)")
        }
        row += figures.dropFirst()
        row.append(seconds(of: cell).map(NumberText.duration) ?? "")
        row.append(String(hash(of: cell).prefix(12)))
        return row
      })
  }

  /// The table of what parts add; nil without one.
  var contributionTable: TextTable? {
    let contributions = contributions
    guard !contributions.isEmpty else { return nil }
    return TextTable(
      dataAxes.map { .init(grid.axes[$0].name, .left) } + [
        .init("part", .left), .init("against", .left), .init("difference", .right),
        .init("replicates", .right),
      ],
      rows: contributions.map { part in
        dataAxes.map { part.data[$0] ?? "" } + [
          "\(part.axis) \(part.value)", "\(part.axis) \(part.reference)",
          part.interval?.signedText(decimals: 2) ?? "", part.count > 0 ? "\(part.count)" : "",
        ]
      })
  }

  /// The table of single runs, missing ones with empty figures.
  var runTable: TextTable {
    TextTable(
      [.init("row", .right)] + grid.axes.map { .init($0.name, .left) }
        + [.init("replicate", .left)] + metrics.map { .init($0.rawValue, .right) }
        + [.init("time", .right), .init("configuration", .left), .init("weights", .left)],
      rows: runRows { value in NumberText.fixed(value * 100, decimals: 2) }.map { row in
        var row = row
        row[row.count - 3] = Double(row[row.count - 3]).map(NumberText.duration) ?? ""
        row[row.count - 2] = String(row[row.count - 2].prefix(12))
        row[row.count - 1] = String(row[row.count - 1].prefix(12))
        return row
      })
  }

  /// What all runs share, in words.
  var commonText: String {
    (grid.common.map { "\($0.name) \($0.value)" }
      + [
        "\(grid.replicates.count == 1 ? "replicate" : "replicates") "
          + grid.replicates.joined(separator: "; ")
      ]).joined(separator: ", ")
  }

  /// What the baseline is, in words; empty without one.
  var baselineText: String {
    baseline.keys.sorted().map { "\(grid.axes[$0].name) \(baseline[$0] ?? "")" }
      .joined(separator: ", ")
  }

  /// How to read the figures.
  var noteText: String {
    "\(runCount) of \(grid.rows.count) runs are finished. Figures are means in percent, with the "
      + "95 % interval of Student's t over the runs where there are two or more. "
      + (baseline.isEmpty
        ? ""
        : "Differences are those of \(metrics[0].rawValue) to the cell with \(baselineText), paired "
          + "by seed and split. ")
      + "Time is that of training, a run."
  }

  /// How to read what parts add.
  var contributionText: String {
    "What each part adds to \(metrics[0].rawValue), averaged over all cells that differ by it alone; "
      + "a replicate counts once."
  }

  /// The page in Markdown.
  func markdown(command: String) -> String {
    var text = "# \(title)\n\nPrinted by\n\n    \(command)\n\nAll runs: \(commonText).\n\n"
    text += noteText + "\n\n" + cellTable.markdown
    if let contributionTable {
      text += "\n## Parts\n\n\(contributionText)\n\n" + contributionTable.markdown
    }
    return text + "\n## Runs\n\n" + runTable.markdown
  }

  /// One line a run, figures as fractions of one and seconds.
  var csv: String {
    let head =
      ["row"] + grid.axes.map(\.name) + ["replicate"] + metrics.map(\.rawValue)
      + ["seconds", "configurationHash", "weightsSHA256"]
    return ([head] + runRows { "\($0)" })
      .map { $0.map(AblationTable.quoted).joined(separator: ",") + "\n" }.joined()
  }

  private static func quoted(_ text: String) -> String {
    text.contains { ",\"\n\r".contains($0) }
      ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }

  private func runRows(_ figure: (Double) -> String) -> [[String]] {
    let places = Dictionary(uniqueKeysWithValues: cells.enumerated().map { ($1.values, $0) })
    let replicates = Dictionary(
      uniqueKeysWithValues: grid.replicates.enumerated().map { ($1, $0) })
    return grid.rows.map { row in
      let run = places[row.values].flatMap { place in
        replicates[row.replicate].flatMap { cells[place].runs[$0] }
      }
      return ["\(row.number)"] + row.values + [row.replicate]
        + metrics.map { metric in run.flatMap(metric.value).map(figure) ?? "" }
        + [
          run.map { "\($0.secondsPerStep * Double($0.steps))" } ?? "", row.hash,
          run?.weightsSHA256 ?? "",
        ]
    }
  }
}
