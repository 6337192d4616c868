import Foundation
import Inference
import Training

/// A plot of how often predictions of each confidence were right.
enum ReliabilityPlot {
  private static let (left, top, side, right) = (52.0, 10.0, 230.0, 12.0)
  private static let countHeight = 44.0
  /// The least number of images of a bin whose share of right answers is worth a line.
  private static let leastCount = 5

  /// Returns a plot of one model; nil without samples.
  ///
  /// - Parameter metrics: How the model did on the test images.
  /// - Returns: The plot; nil without judged images.
  static func make(_ metrics: ClassificationMetrics) -> Plot? {
    let bins = metrics.reliability
    let total = bins.reduce(0) { $0 + $1.count }
    guard total > 0 else { return nil }
    let width = Plot.standardWidth
    let error = ReportNumber.percent(metrics.expectedCalibrationError)
    let countTop = top + side + 12
    return Plot(
      name: "reliability", title: "Reliability",
      note: "Bars: the share of right answers among test images of each confidence; on the dashed "
        + "line confidence and accuracy agree. Below: how many images are in each bin.",
      width: width, height: countTop + countHeight + 40
    ) { canvas in
      let horizontal = PlotScale(0...1, over: (left, width - right), style: .percent)
      let vertical = PlotScale(0...1, over: (top + side, top), style: .percent)
      grid(&canvas, horizontal, vertical)
      let largest = Double(bins.map(\.count).max() ?? 1)
      for bin in bins where bin.count > 0 {
        let (x, end) = (horizontal(bin.lower) + 0.75, horizontal(bin.upper) - 0.75)
        let y = vertical(bin.accuracy)
        canvas.rectangle(x, y, end - x, vertical(0) - y, .series(0), opacity: 0.75, radius: 1.5)
        let height = max(1, Double(bin.count) / largest * countHeight)
        canvas.rectangle(
          x, countTop + countHeight - height, end - x, height, .muted, opacity: 0.6, radius: 1)
      }
      canvas.line(
        horizontal(0), vertical(0), horizontal(1), vertical(1), .ink, width: 1.2, dash: "4 3")
      for bin in bins where bin.count > 0 {
        canvas.marker(0, horizontal(bin.meanConfidence), vertical(bin.accuracy), .series(1))
      }
      canvas.text("calibration error \(error)", left + 8, top + 16, .ink, size: 12, isBold: true)
      axis(&canvas, horizontal, bottom: countTop + countHeight)
      canvas.text("images", left - 6, countTop + countHeight / 2 + 4, anchor: .end)
    }
  }

  /// Returns a plot of several models as lines; nil without samples.
  ///
  /// - Parameter models: The name, the number of the series and the bins of every model.
  /// - Returns: The plot; nil without judged images.
  static func compare(_ models: [(name: String, series: Int, bins: [ReliabilityBin])]) -> Plot? {
    func shown(_ bin: ReliabilityBin) -> Bool { bin.count >= leastCount }
    let models = models.filter { $0.bins.contains(where: shown) }
    guard !models.isEmpty else { return nil }
    let width = Plot.standardWidth
    var named: Set<Int> = []
    let curves = models.map { model in
      var curve = Curve(
        model.name, series: model.series,
        values: model.bins.filter(shown).map { ($0.meanConfidence, $0.accuracy) })
      curve.isNamed = named.insert(model.series).inserted
      curve.opacity = 0.9
      return curve
    }
    let legend = PlotLegend(curves, width: width - left - right)
    let bottom = top + side
    return Plot(
      name: "reliability", title: "Reliability",
      note: "The share of right answers among test images of each confidence; on the dashed line "
        + "confidence and accuracy agree. Bins of fewer than \(leastCount) images are left out.",
      width: width, height: bottom + 40 + legend.height
    ) { canvas in
      let horizontal = PlotScale(0...1, over: (left, width - right), style: .percent)
      let vertical = PlotScale(0...1, over: (bottom, top), style: .percent)
      grid(&canvas, horizontal, vertical)
      canvas.line(
        horizontal(0), vertical(0), horizontal(1), vertical(1), .muted, width: 1.2, dash: "4 3")
      for curve in curves {
        let places = curve.points.map {
          "\(SVGCanvas.number(horizontal($0.x))) \(SVGCanvas.number(vertical($0.y)))"
        }
        canvas.curve(
          "M" + places.joined(separator: "L"), curve.color, dash: curve.dash,
          opacity: curve.opacity)
        for point in curve.points {
          canvas.marker(curve.marker ?? 0, horizontal(point.x), vertical(point.y), curve.color)
        }
      }
      axis(&canvas, horizontal, bottom: bottom)
      legend.draw(&canvas, x: left, y: bottom + 40)
    }
  }

  private static func grid(
    _ canvas: inout SVGCanvas, _ horizontal: PlotScale, _ vertical: PlotScale
  ) {
    for tick in vertical.ticks {
      canvas.line(horizontal.from, vertical(tick), horizontal.to, vertical(tick), .grid)
      canvas.text(vertical.text(tick), left - 6, vertical(tick) + 4, anchor: .end)
    }
  }

  private static func axis(_ canvas: inout SVGCanvas, _ horizontal: PlotScale, bottom: Double) {
    canvas.line(horizontal.from, bottom, horizontal.to, bottom, .muted)
    for tick in horizontal.ticks {
      let x = horizontal(tick)
      canvas.line(x, bottom, x, bottom + 4, .muted)
      let isLast = tick > 0.99
      canvas.text(
        horizontal.text(tick), isLast ? canvas.width - 2 : x, bottom + 17,
        anchor: isLast ? .end : .middle)
    }
    canvas.text(
      "confidence", (horizontal.from + horizontal.to) / 2, bottom + 33, anchor: .middle)
  }
}
