import Inference
import Runs
import Training

/// The plots of one run; what the run has no numbers for is left out.
struct RunPanels {
  /// The largest number of classes whose lines can be told apart.
  private static let lineLimit = 12

  let run: RunHistory
  /// The largest number of points of a line.
  let pointLimit: Int

  /// How the run learned.
  var learning: [Plot] {
    let names = run.run?.losses ?? []
    let accuracies = [
      Curve(
        "test", series: 0, values: run.epochs.map { (Double($0.step), $0.test?.accuracy) },
        limit: pointLimit),
      Curve(
        "test, mean recall", series: 1,
        values: run.epochs.map { (Double($0.step), $0.test?.balancedAccuracy) }, limit: pointLimit),
      Curve(
        "validation", series: 2,
        values: run.epochs.map { (Double($0.step), $0.validation?.accuracy) }, limit: pointLimit),
    ]
    var losses = names.enumerated().map { index, name in
      Curve(
        name, series: index + 1,
        values: run.steps.map { (Double($0.step), $0.losses[name].map(Double.init)) },
        limit: pointLimit)
    }
    if losses.count != 1 {
      losses.insert(
        Curve(
          "sum", series: 0, values: run.steps.map { (Double($0.step), Double($0.loss)) },
          limit: pointLimit), at: 0)
    }
    return [
      LinePlot.make(
        "accuracy", title: "Accuracy", note: "The weights that are kept, after every epoch.",
        curves: accuracies, style: .percent, within: 0...1),
      LinePlot.make(
        "loss", title: "Loss", note: "Every term with its weight.", curves: losses,
        showing: 0...0),
      byClass(
        "recall", title: "Recall of every class",
        note: "The share of the test images of every class that were recognized."
      ) { $0.test?.perClassRecall },
    ].compactMap(\.self)
  }

  /// What became of the unlabeled images.
  var pseudoLabels: [Plot] {
    let shares = [
      Curve(
        "accepted", series: 0, values: run.epochs.map { (Double($0.step), $0.coverage) },
        limit: pointLimit),
      Curve(
        "right among accepted", series: 2,
        values: run.epochs.map { (Double($0.step), $0.precision) }, limit: pointLimit),
      Curve(
        "right among all", series: 1,
        values: run.epochs.map { (Double($0.step), $0.pseudoLabels?.accuracy) }, limit: pointLimit),
    ]
    let negatives = Curve(
      "right negative labels", series: 3,
      values: run.epochs.map { (Double($0.step), $0.negativePrecision) }, limit: pointLimit)
    return [
      LinePlot.make(
        "pseudo-labels", title: "Pseudo-labels",
        note: "Shares of the unlabeled images of every epoch; hidden labels serve this plot alone.",
        curves: shares, style: .percent, showing: 0...1, within: 0...1),
      thresholds,
      byClass(
        "coverage", title: "Accepted, by class",
        note: "The share of the unlabeled images of every hidden class that were accepted.",
        \.coveragePerClass),
      byClass(
        "precision", title: "Right among accepted, by class",
        note: "The share of accepted pseudo-labels of every class that were right.",
        \.precisionPerClass),
      TimeMapPlot.confidence(
        run.epochs.compactMap { epoch in
          epoch.pseudoLabels.map { (epoch.step, $0.confidenceHistogram) }
        }),
      LinePlot.make(
        "negative-labels", title: "Negative labels",
        note: "The share of right ones among the classes that rejected images were said not to be.",
        curves: [negatives], style: .percent, within: 0...1),
    ].compactMap(\.self)
  }

  /// How the weights do on the test images.
  var evaluation: [Plot] {
    guard let test = run.test else { return [] }
    return [
      ReliabilityPlot.make(test),
      ConfusionPlot.make(test.confusionMatrix, classNames: run.classNames),
    ].compactMap(\.self)
  }

  /// All plots in order.
  var all: [Plot] { learning + pseudoLabels + evaluation }

  private var thresholds: Plot? {
    let rows: [(step: Int, values: [Double?])] = run.steps.filter { !$0.thresholds.isEmpty }
      .map { (step: $0.step, values: $0.thresholds.map { $0.map(Double.init) }) }
    guard let first = rows.first?.values else { return nil }
    let note = "The confidence that a pseudo-label of every class needs."
    // One threshold for all classes is one line.
    let isShared = first.count > 1 && rows.allSatisfy { Set($0.values).count == 1 }
    if isShared {
      return LinePlot.make(
        "thresholds", title: "Threshold",
        note: "The confidence that a pseudo-label of any class needs.",
        curves: [
          Curve(
            "all classes", series: 0, values: rows.map { (Double($0.step), $0.values[0]) },
            limit: pointLimit)
        ], style: .percent, within: 0...1)
    }
    return lines(rows, name: "thresholds", title: "Threshold of every class", note: note)
  }

  private func byClass(
    _ name: String, title: String, note: String, _ values: (EpochRecord) -> [Double?]?
  ) -> Plot? {
    lines(
      run.epochs.compactMap { epoch in values(epoch).map { (step: epoch.step, values: $0) } },
      name: name, title: title, note: note, limits: 0...1)
  }

  private func lines(
    _ rows: [(step: Int, values: [Double?])], name: String, title: String, note: String,
    limits: ClosedRange<Double>? = nil
  ) -> Plot? {
    let names = run.classNames
    guard names.count <= Self.lineLimit else {
      return TimeMapPlot.classes(
        name, title: title, note: note, classNames: names,
        epochs: rows)
    }
    return LinePlot.make(
      name, title: title, note: note,
      curves: names.enumerated().map { index, className in
        Curve(
          className, series: index,
          values: rows.map { (Double($0.step), index < $0.values.count ? $0.values[index] : nil) },
          limit: pointLimit)
      }, style: .percent, showing: limits, within: 0...1)
  }
}
