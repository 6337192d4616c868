import Foundation
import Inference
import Runs
import Training

/// All that the page says of one run.
struct RunSection {
  let run: RunHistory
  let panels: RunPanels

  /// Everything below the run's name.
  func markup() throws -> String {
    let plots = [("Learning", panels.learning), ("Pseudo-labels", panels.pseudoLabels)]
      .map { title, plots in Self.section(title, plots) }
    let samples = run.samples.map { SampleGrid(sheet: $0, classNames: run.classNames).markup }
    return "<p class=\"facts\">\(facts)</p>\n" + tiles + plots.joined() + (samples ?? "")
      + Self.section("On the test images", panels.evaluation, further: testTable) + classTable
      + (repetition())
  }

  /// A section with plots side by side; empty without any.
  static func section(_ title: String, _ plots: [Plot], further: String = "") -> String {
    if plots.isEmpty, further.isEmpty { return "" }
    return """
      <section><h2>\(title)</h2><div class="plots">
      \(plots.map(figure).joined())\(further)</div></section>

      """
  }

  private static func figure(_ plot: Plot) -> String {
    let note = plot.note.isEmpty ? "" : "<figcaption>\(Markup.escape(plot.note))</figcaption>"
    return """
      <figure><h3>\(Markup.escape(plot.title))</h3>\(plot.image(.page))\(note)</figure>

      """
  }

  // MARK: - Beginning

  /// What was run on how many images, and how far.
  private var facts: String {
    let configuration = run.configuration
    var parts = [configuration.method, configuration.data, configuration.backbone ?? ""]
    if let record = run.run {
      parts.append("\(ReportNumber.count(record.labeledCount)) labels")
      if record.unlabeledCount > 0 {
        parts.append("\(ReportNumber.count(record.unlabeledCount)) unlabeled images")
      }
      if record.testCount > 0 {
        parts.append("\(ReportNumber.count(record.testCount)) test images")
      }
    }
    parts.append("seed \(configuration.seed)")
    return parts.filter { !$0.isEmpty }.map { Markup.escape($0) }.joined(separator: " · ")
      + " <span class=\"state\">\(Markup.escape(state))</span>"
  }

  /// How far the run has come.
  var state: String {
    let done = ReportNumber.count(run.stepsDone)
    let all = ReportNumber.count(run.stepCount)
    guard let finished = run.finished else { return "unfinished, step \(done) of \(all)" }
    return finished.wasCancelled ? "stopped at step \(done) of \(all)" : "finished, \(all) steps"
  }

  private var tiles: String {
    let (summary, test) = (run.summary, run.test)
    let labels = run.epochs.last?.pseudoLabels
    func share(_ value: Double?) -> String? { value.map { ReportNumber.percent($0) } }
    let tiles: [(value: String?, label: String)] = [
      (share(test?.accuracy), "accuracy"),
      (share(summary?.accuracyMedian20), "accuracy, median of the last 20 evaluations"),
      (
        share(summary?.accuracyBestOnValidation),
        "accuracy at the best epoch on validation images"
      ),
      (share(run.finished?.accuracyStudent), "accuracy without averaged weights"),
      (share(test?.balancedAccuracy), "balanced accuracy"),
      (share(test?.macroF1), "macro F1"),
      (share(test?.expectedCalibrationError), "calibration error"),
      (share(labels?.coverage), "pseudo-labels accepted, last epoch"),
      (share(labels?.precision), "right among accepted"),
      (share(labels?.negativePrecision), "right among negative labels"),
      (
        run.finished.map { ReportNumber.duration($0.secondsPerStep * Double($0.step)) },
        "training time"
      ),
      (
        run.finished.map { ReportNumber.count(Int($0.imagesPerSecond.rounded())) },
        "images a second"
      ),
    ]
    let items = tiles.compactMap { tile in
      tile.value.map { "<li><b>\($0)</b><span>\(tile.label)</span></li>" }
    }
    return items.isEmpty ? "" : "<ul class=\"tiles\">\(items.joined())</ul>\n"
  }

  // MARK: - Classes

  /// What the evaluation weights came to; empty without test images.
  private var testTable: String {
    guard let test = run.test, test.sampleCount > 0 else { return "" }
    func number(_ value: Double) -> String { ReportNumber.fixed(value, decimals: 3) }
    let rows: [(name: String, value: String?)] = [
      ("accuracy", ReportNumber.percent(test.accuracy, decimals: 2)),
      ("among the five most probable", test.topFiveAccuracy.map { ReportNumber.percent($0) }),
      ("balanced accuracy", ReportNumber.percent(test.balancedAccuracy, decimals: 2)),
      ("macro F1", ReportNumber.percent(test.macroF1, decimals: 2)),
      ("expected calibration error", ReportNumber.percent(test.expectedCalibrationError)),
      ("the same, bins of equal counts", ReportNumber.percent(test.adaptiveCalibrationError)),
      ("Brier score", number(test.brierScore)),
      ("negative log-likelihood", number(test.negativeLogLikelihood)),
      (
        "images without finite numbers",
        test.invalidSampleCount > 0 ? ReportNumber.count(test.invalidSampleCount) : nil
      ),
    ]
    let table = HTMLTable(
      columns: [.init(title: "figure", isNumber: false), .init(title: "value")],
      rows: rows.compactMap { row in row.value.map { [row.name, $0] } })
    return "<div><h3>Figures</h3>\(table.markup)</div>\n"
  }

  /// A row for every class; empty for a run that told of no classes.
  private var classTable: String {
    guard !run.classNames.isEmpty else { return "" }
    let (test, epoch) = (run.test, run.epochs.last)
    func column(
      _ title: String, _ values: [Double?]?
    ) -> (title: String, cells: [String])? {
      guard let values, values.contains(where: { $0 != nil }) else { return nil }
      return (title, values.map { ReportNumber.percent($0) })
    }
    func counts(_ title: String, _ values: [Int]?) -> (title: String, cells: [String])? {
      guard let values, values.contains(where: { $0 > 0 }) else { return nil }
      return (title, values.map { ReportNumber.count($0) })
    }
    let columns = [
      counts("labels", run.run?.labeledPerClass),
      counts("test images", test?.confusionMatrix.map { $0.reduce(0, +) }),
      column("recall", test?.perClassRecall), column("precision", test?.perClassPrecision),
      column("threshold", epoch?.thresholds.map { $0.map(Double.init) }),
      column("accepted", epoch?.coveragePerClass),
      column("right of these", epoch?.precisionPerClass),
    ].compactMap(\.self)
    let table = HTMLTable(
      columns: [.init(title: "class", isNumber: false)] + columns.map { .init(title: $0.title) },
      rows: run.classNames.enumerated().map { index, name in
        [Markup.escape(name)] + columns.map { index < $0.cells.count ? $0.cells[index] : "–" }
      })
    return "<section><h2>Every class</h2>\(table.markup)</section>\n"
  }

  // MARK: - Repeating

  private func repetition() -> String {
    let configuration = run.configuration
    var rows = configuration.rows().map { row in
      [
        row.isSetting
          ? "set \(Markup.escape(row.key))"
          : Markup.escape(RunConfiguration.optionName(of: row.key)), Markup.escape(row.value),
      ]
    }
    let hash = run.summary?.weightsSHA256 ?? run.finished?.weightsSHA256
    if let summary = run.summary {
      if let skipped = summary.skippedSteps {
        rows.append(["steps passed over", ReportNumber.count(skipped)])
      }
      rows.append(["peak memory", ReportNumber.fixed(summary.peakMemoryMiB, decimals: 0) + " MiB"])
      rows.append(["kernels", Markup.escape(summary.kernels)])
      rows.append(["configuration SHA-256", code(summary.configurationHash)])
    }
    if let hash { rows.append(["weights SHA-256", code(hash)]) }
    let promise =
      hash == nil
      ? "The run was not finished; this command makes it anew."
      : "On the same kernels and data it ends in the same weights, to the bit."
    let table = HTMLTable(
      columns: [.init(title: "setting", isNumber: false), .init(title: "value", isNumber: false)],
      rows: rows)
    return """
      <section><h2>Repeating the run</h2>
      <div><pre class="command">\(Markup.escape(ShellText.line(configuration.commandWords())))\
      </pre></div>
      <p class="note">\(promise) Paths are as they were given where the run was started.</p>
      <h3>Configuration</h3>
      <div class="settings">\(table.markup)</div></section>

      """
  }

  private func code(_ text: String) -> String { "<code>\(Markup.escape(text))</code>" }
}
