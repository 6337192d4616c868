import Runs
import Training

/// The result of a run as text for a terminal.
enum SummaryText {
  static func text(of summary: RunSummary, width: Int) -> String {
    var rows: [[String]] = []
    func add(_ name: String, _ value: Double?) {
      if let value { rows.append([name, NumberText.percent(value, decimals: 2)]) }
    }
    add("accuracy", summary.accuracy)
    add("accuracy without averaged weights", summary.accuracyStudent)
    add("accuracy, median of the last 20 evaluations", summary.accuracyMedian20)
    add("accuracy at the best validation epoch", summary.accuracyBestOnValidation)
    add("balanced accuracy", summary.balancedAccuracy)
    add("macro F1", summary.macroF1)
    add("expected calibration error", summary.expectedCalibrationError)
    add("pseudo-label coverage", summary.pseudoLabelCoverage)
    add("pseudo-label precision", summary.pseudoLabelPrecision)
    if let skipped = summary.skippedSteps {
      rows.append(["steps passed over", NumberText.count(skipped)])
    }
    rows.append(["seconds a step", NumberText.fixed(summary.secondsPerStep, decimals: 4)])
    rows.append(["images a second", NumberText.rate(summary.imagesPerSecond)])
    rows.append(["peak memory", NumberText.fixed(summary.peakMemoryMiB, decimals: 0) + " MiB"])
    rows.append(["SHA-256 of the weights", String(summary.weightsSHA256.prefix(16))])
    var text = TextTable(
      [
        .init("\(summary.method), \(summary.labeledCount) labels, \(summary.steps) steps", .left),
        .init("", .right),
      ], rows: rows
    ).text()
    let recalls = summary.perClassRecall ?? []
    if !recalls.isEmpty {
      text +=
        "\n"
        + TextTable(
          [.init("class", .left), .init("recall", .right)],
          rows: zip(summary.classNames, recalls).map { name, recall in
            [name, recall.map { NumberText.percent($0, decimals: 1) } ?? "no images"]
          }
        ).text()
    }
    return text
  }
}
