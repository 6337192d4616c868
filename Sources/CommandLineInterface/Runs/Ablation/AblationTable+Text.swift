import Foundation
import Training

extension AblationTable {
  /// The table of the cells.
  var cellTable: TextTable {
    let hasBaseline = !baseline.isEmpty
    var columns = grid.axes.map { TextTable.Column($0.name, .left) }
    columns.append(.init("runs", .right))
    columns += metrics.map { .init($0.rawValue, .right) }
    if hasBaseline { columns += [.init("difference", .right), .init("pairs", .right)] }
    columns += [.init("time", .right), .init("configuration", .left)]
    return TextTable(
      columns,
      rows: cells.map { cell in
        let differences = differences(of: cell)
        var row = cell.values
        row.append("\(cell.runs.count { $0 != nil }) of \(cell.runs.count)")
        row += metrics.map { interval($0, of: cell)?.text(decimals: 2) ?? "" }
        if hasBaseline {
          row.append(
            cell.baseline == nil
              ? "baseline"
              : differences.isEmpty ? "" : Interval(differences).signedText(decimals: 2))
          row.append(differences.isEmpty ? "" : "\(differences.count)")
        }
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
      [
        .init("part", .left), .init("against", .left), .init("difference", .right),
        .init("replicates", .right),
      ],
      rows: contributions.map { part in
        [
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

  /// The page in Markdown.
  func markdown(command: String) -> String {
    var text = "# \(title)\n\nPrinted by\n\n    \(command)\n\nAll runs: \(commonText).\n\n"
    text += noteText + "\n\n" + cellTable.markdown
    if let contributionTable {
      text +=
        "\n## Parts\n\nWhat each part adds, averaged over all cells that differ by it alone; a "
        + "replicate counts once.\n\n" + contributionTable.markdown
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

  /// The table as JSON: cells with means, half widths and differences as fractions of one.
  func json(isPretty: Bool) throws -> Data {
    struct Figure: Encodable {
      let mean: Double
      let halfWidth: Double?
      let count: Int
    }
    struct CellRecord: Encodable {
      let values: [String: String]
      let runs: Int
      let planned: Int
      let metrics: [String: Figure]
      let difference: Figure?
      let isBaseline: Bool
      let secondsOfTraining: Double?
      let configurationHash: String
      let runHashes: [String]
    }
    struct Part: Encodable {
      let axis: String
      let value: String
      let against: String
      let difference: Figure?
    }
    struct Page: Encodable {
      let title: String
      let runs: Int
      let planned: Int
      let common: [String: String]
      let replicates: [String]
      let baseline: [String: String]
      let cells: [CellRecord]
      let parts: [Part]
    }
    func figure(_ interval: Interval, _ count: Int) -> Figure {
      Figure(mean: interval.mean, halfWidth: interval.halfWidth, count: count)
    }
    let page = Page(
      title: title, runs: runCount, planned: grid.rows.count,
      common: Dictionary(grid.common.map { ($0.name, $0.value) }) { first, _ in first },
      replicates: grid.replicates,
      baseline: Dictionary(
        uniqueKeysWithValues: baseline.map { (grid.axes[$0.key].name, $0.value) }),
      cells: cells.map { cell in
        let differences = differences(of: cell)
        return CellRecord(
          values: Dictionary(uniqueKeysWithValues: zip(grid.axes.map(\.name), cell.values)),
          runs: cell.runs.count { $0 != nil }, planned: cell.runs.count,
          metrics: Dictionary(
            uniqueKeysWithValues: metrics.compactMap { metric in
              interval(metric, of: cell).map { interval in
                (
                  metric.rawValue,
                  figure(interval, cell.runs.count { $0.flatMap(metric.value) != nil })
                )
              }
            }),
          difference: differences.isEmpty
            ? nil : figure(Interval(differences), differences.count),
          isBaseline: !baseline.isEmpty && cell.baseline == nil,
          secondsOfTraining: seconds(of: cell), configurationHash: hash(of: cell),
          runHashes: grid.rows.filter { $0.values == cell.values }.map(\.hash))
      },
      parts: contributions.map { part in
        Part(
          axis: part.axis, value: part.value, against: part.reference,
          difference: part.interval.map { figure($0, part.count) })
      })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    return try encoder.encode(page)
  }
}
