import Inference
import Runs
import Training

/// The plots that lay several runs over one another.
struct ComparisonPanels {
  let groups: [RunGroups.Group]
  /// The largest number of points of a line.
  let pointLimit: Int

  /// All plots in order; what no run has numbers for is left out.
  var all: [Plot] {
    [
      overlay("compare-accuracy", "Accuracy", "The kept weights on the test images.", isShare: true)
      { run in run.epochs.map { (Double($0.step), $0.test?.accuracy) } },
      overlay("compare-loss", "Loss", "The sum of all terms.", isShare: false) { run in
        run.steps.map { (Double($0.step), Double($0.loss)) }
      },
      overlay(
        "compare-coverage", "Accepted", "The share of unlabeled images that were accepted.",
        isShare: true
      ) { run in run.epochs.map { (Double($0.step), $0.coverage) } },
      overlay(
        "compare-precision", "Right among accepted",
        "The share of accepted pseudo-labels that were right.", isShare: true
      ) { run in run.epochs.map { (Double($0.step), $0.precision) } },
      overlay(
        "compare-threshold", "Threshold", "The mean over the classes.", isShare: true
      ) { run in
        run.steps.map { record in
          let values = record.thresholds.compactMap(\.self)
          return (
            Double(record.step),
            values.isEmpty ? nil : Double(values.reduce(0, +)) / Double(values.count)
          )
        }
      },
      overlay(
        "compare-negative-labels", "Negative labels",
        "The share of right ones among the classes that rejected images were said not to be.",
        isShare: true
      ) { run in run.epochs.map { (Double($0.step), $0.negativePrecision) } },
      ReliabilityPlot.compare(
        groups.flatMap { group in
          group.runs.compactMap { run in
            run.test.map { (name: group.name, series: group.series, bins: $0.reliability) }
          }
        }
      ),
    ].compactMap(\.self)
  }

  private func overlay(
    _ name: String, _ title: String, _ note: String, isShare: Bool,
    values: (RunHistory) -> [(x: Double, y: Double?)]
  ) -> Plot? {
    let hasSeveral = groups.contains { $0.runs.count > 1 }
    return LinePlot.make(
      name, title: title,
      note: hasSeveral ? note + " Thin lines are runs, thick ones means of a group." : note,
      curves: groups.flatMap { curves(of: $0, values) }, style: isShare ? .percent : .plain,
      within: isShare ? 0...1 : nil)
  }

  /// The line of a run, or the lines of several with their mean.
  private func curves(
    of group: RunGroups.Group, _ values: (RunHistory) -> [(x: Double, y: Double?)]
  ) -> [Curve] {
    let lines = group.runs.map {
      Curve(group.name, series: group.series, values: values($0), limit: pointLimit)
    }
    guard lines.count > 1 else { return lines }
    let thin = lines.map { line in
      var line = line
      (line.isNamed, line.opacity, line.width, line.band) = (false, 0.45, 1, .none)
      return line
    }
    // A mean over runs exists where all of them have a value.
    var valuesOfX: [Double: [Double]] = [:]
    for point in lines.flatMap(\.points) { valuesOfX[point.x, default: []].append(point.y) }
    let means = valuesOfX.filter { $0.value.count == lines.count }.sorted { $0.key < $1.key }
      .map { x, values in
        let interval = Interval(values)
        let half = interval.halfWidth ?? 0
        return Curve.Point(
          x: x, y: interval.mean, range: interval.mean - half...interval.mean + half)
      }
    var middle = Curve(
      "\(group.name), \(lines.count) runs", series: group.series, points: means)
    middle.width = 2.2
    // The interval of two runs spans about nine times their distance, which shows nothing.
    middle.band = lines.count > 2 ? .interval : .none
    return thin + [middle]
  }
}
