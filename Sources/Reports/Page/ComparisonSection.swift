import Foundation
import Inference
import Runs
import Training

/// What the page says of several runs side by side.
struct ComparisonSection {
  let runs: [(name: String, run: RunHistory)]
  let groups: RunGroups
  let panels: ComparisonPanels

  /// A figure of the tables.
  private struct Column {
    let title: String
    let value: (RunHistory) -> Double?
  }

  /// The figures that some run has.
  private var columns: [Column] {
    [
      Column(title: "accuracy") { $0.test?.accuracy },
      Column(title: "median of last") { $0.summary?.accuracyMedian20 },
      Column(title: "balanced") { $0.test?.balancedAccuracy },
      Column(title: "macro F1") { $0.test?.macroF1 },
      Column(title: "calibration error") { $0.test?.expectedCalibrationError },
      Column(title: "accepted") { $0.epochs.last?.coverage },
      Column(title: "right of these") { $0.epochs.last?.precision },
    ].filter { column in runs.contains { column.value($0.run) != nil } }
  }

  /// The tables and the plots.
  var markup: String {
    let hasSeveral = groups.groups.contains { $0.runs.count > 1 }
    let note =
      hasSeveral
      ? "<p class=\"note\">Means over runs that differ in seed and labels alone, with 95 % intervals "
        + "(Student's t). Intervals of single methods say little about their difference when runs "
        + "share seeds; <code>semisup ablate</code> prints paired differences.</p>\n" : ""
    return """
      <section><h2>Result</h2>
      \(hasSeveral ? groupTable + note + "<h3>Runs</h3>\n" : "")\(runTable)</section>
      \(RunSection.section("Side by side", panels.all))
      """
  }

  private var groupTable: String {
    HTMLTable(
      columns: [.init(title: "method", isNumber: false), .init(title: "runs")]
        + columns.map { .init(title: $0.title) },
      rows: groups.groups.map { group in
        [Self.swatch(group.series) + Markup.escape(group.name), "\(group.runs.count)"]
          + columns.map { column in
            let values = group.runs.compactMap(column.value)
            if values.isEmpty { return "–" }
            let interval = Interval(values)
            return ReportNumber.fixed(interval.mean * 100, decimals: 1)
              + (interval.halfWidth.map { " ± " + ReportNumber.fixed($0 * 100, decimals: 1) } ?? "")
              + " %"
          }
      }
    ).markup
  }

  private var runTable: String {
    HTMLTable(
      columns: [.init(title: "run", isNumber: false)]
        + groups.differences.map { .init(title: $0.key, isNumber: false) }
        + [.init(title: "steps")] + columns.map { .init(title: $0.title) }
        + [.init(title: "weights", isNumber: false)],
      rows: runs.enumerated().map { index, entry in row(entry.name, entry.run, index) }
    ).markup
  }

  private func row(_ name: String, _ run: RunHistory, _ index: Int) -> [String] {
    let hash = run.summary?.weightsSHA256 ?? run.finished?.weightsSHA256
    var steps = ReportNumber.count(run.stepsDone)
    if run.stepsDone < run.stepCount { steps += " of \(ReportNumber.count(run.stepCount))" }
    var cells = [Self.swatch(groups.seriesOfRuns[index]) + Markup.escape(name)]
    cells += groups.differences.map { Markup.escape($0.values[index]) }
    cells.append(steps)
    cells += columns.map { ReportNumber.percent($0.value(run)) }
    cells.append(hash.map { "<code>\(Markup.escape(String($0.prefix(12))))</code>" } ?? "–")
    return cells
  }

  /// The line and the marker of a group.
  private static func swatch(_ series: Int) -> String {
    var canvas = SVGCanvas(width: 28, height: 12, place: .page)
    let curve = Curve("", series: series, points: [])
    canvas.curve("M2 6h24", curve.color, width: 2, dash: curve.dash)
    canvas.marker(series, 14, 6, curve.color)
    return canvas.image(label: "", attributes: " class=\"swatch\"")
  }
}
