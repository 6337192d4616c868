import Foundation

/// A plot of lines over steps.
enum LinePlot {
  private static let top = 10.0
  private static let plotHeight = 190.0
  private static let right = 12.0

  /// Returns a plot; nil if there is nothing to show.
  ///
  /// - Parameters:
  ///   - name: The name of its file.
  ///   - title: What it shows.
  ///   - note: What a reader must know to read it.
  ///   - allCurves: The lines; those without points are left out.
  ///   - style: How values are written.
  ///   - limits: The values that the axis must show.
  ///   - bounds: The values beyond which the axis never goes.
  /// - Returns: The plot; nil without points.
  static func make(
    _ name: String, title: String, note: String = "", curves allCurves: [Curve],
    style: PlotScale.Style = .plain, showing limits: ClosedRange<Double>? = nil,
    within bounds: ClosedRange<Double>? = nil
  ) -> Plot? {
    var curves = allCurves.filter { !$0.points.isEmpty }
    guard !curves.isEmpty else { return nil }
    if curves.filter(\.isNamed).count == 1 { curves = curves.map(withoutMarker) }
    let points = curves.flatMap(\.points)
    let steps = points.reduce(points[0].x...points[0].x) {
      min($0.lowerBound, $1.x)...max($0.upperBound, $1.x)
    }
    // A band may leave the image, but no line does.
    let ends = curves.flatMap { curve in
      curve.points.flatMap {
        curve.band == .extremes ? [$0.range.lowerBound, $0.range.upperBound] : [$0.y]
      }
    }
    let values = ends.reduce(limits ?? ends[0]...ends[0]) {
      min($0.lowerBound, $1)...max($0.upperBound, $1)
    }
    let vertical = PlotScale(
      values, over: (top + plotHeight, top), style: style, within: bounds)
    let labels = vertical.ticks.map { SVGCanvas.width(of: vertical.text($0)) }
    let left = (labels.max() ?? 20) + 12
    let width = Plot.standardWidth
    let horizontal = PlotScale(
      min(0, steps.lowerBound)...steps.upperBound, over: (left, width - right), isTight: true)
    let legend = PlotLegend(curves, width: width - left - right)
    let bottom = top + plotHeight
    let bands = curves.filter(\.hasBand).map(\.band)
    let explanation = [
      note,
      bands.contains(.extremes)
        ? "Lines are means of neighboring records; the bands reach from the least to the largest."
        : "",
      bands.contains(.interval) ? "Bands are 95 % intervals of the mean (Student's t)." : "",
    ].filter { !$0.isEmpty }.joined(separator: " ")
    let attributes = hoverAttributes(horizontal, vertical, top: top, bottom: bottom)
    return Plot(
      name: name, title: title, note: explanation, width: width,
      height: bottom + 40 + legend.height, attributes: attributes
    ) { canvas in
      axes(&canvas, horizontal, vertical, bottom: bottom)
      for curve in curves where curve.hasBand {
        canvas.area(band(curve, horizontal, vertical), curve.color, opacity: 0.16)
      }
      for curve in curves {
        draw(curve, on: &canvas, horizontal, vertical)
      }
      for (index, curve) in curves.enumerated() {
        drawMarkers(of: curve, number: index, on: &canvas, horizontal, vertical)
      }
      legend.draw(&canvas, x: left, y: bottom + 40)
    }
  }

  private static func withoutMarker(_ curve: Curve) -> Curve {
    var curve = curve
    curve.marker = nil
    return curve
  }

  /// What the page's script needs to turn places into numbers.
  private static func hoverAttributes(
    _ horizontal: PlotScale, _ vertical: PlotScale, top: Double, bottom: Double
  ) -> String {
    func pair(_ values: [Double]) -> String {
      values.map { String(format: "%.6g", $0) }.joined(separator: " ")
    }
    let (x, y) = (horizontal, vertical)
    return " class=\"lines\" data-x=\""
      + pair([x.from, x.to, x.domain.lowerBound, x.domain.upperBound])
      + "\" data-y=\"" + pair([y.from, y.to, y.domain.lowerBound, y.domain.upperBound])
      + "\" data-percent=\"\(vertical.style == .percent ? 1 : 0)\""
  }

  private static func axes(
    _ canvas: inout SVGCanvas, _ horizontal: PlotScale, _ vertical: PlotScale, bottom: Double
  ) {
    for tick in vertical.ticks {
      let y = vertical(tick)
      canvas.line(horizontal.from, y, horizontal.to, y, .grid)
      canvas.text(vertical.text(tick), horizontal.from - 6, y + 4, anchor: .end)
    }
    canvas.line(horizontal.from, bottom, horizontal.to, bottom, .muted)
    for tick in horizontal.ticks {
      let x = horizontal(tick)
      canvas.line(x, bottom, x, bottom + 4, .muted)
      let isLast = x > canvas.width - 16
      canvas.text(
        horizontal.text(tick), isLast ? canvas.width - 2 : x, bottom + 17,
        anchor: isLast ? .end : .middle)
    }
    canvas.text("step", (horizontal.from + horizontal.to) / 2, bottom + 33, anchor: .middle)
  }

  private static func draw(
    _ curve: Curve, on canvas: inout SVGCanvas, _ horizontal: PlotScale, _ vertical: PlotScale
  ) {
    let places = curve.points.map { point in
      "\(SVGCanvas.number(horizontal(point.x))) \(SVGCanvas.number(vertical(point.y)))"
    }
    if places.count == 1 {
      canvas.marker(
        curve.marker ?? 0, horizontal(curve.points[0].x), vertical(curve.points[0].y), curve.color)
    }
    canvas.curve(
      "M" + places.joined(separator: "L"), curve.color, width: curve.width, dash: curve.dash,
      opacity: curve.opacity, name: curve.isNamed ? curve.name : nil)
  }

  /// Four markers a line, at other places for every line.
  private static func drawMarkers(
    of curve: Curve, number: Int, on canvas: inout SVGCanvas, _ horizontal: PlotScale,
    _ vertical: PlotScale
  ) {
    guard let marker = curve.marker, curve.points.count > 1, curve.isNamed else { return }
    let shift = Double(number % 8) / 8
    for part in 0..<4 {
      let share = (Double(part) + 0.1 + 0.8 * shift) / 4
      let point = curve.points[Int(share * Double(curve.points.count - 1) + 0.5)]
      canvas.marker(marker, horizontal(point.x), vertical(point.y), curve.color)
    }
  }

  private static func band(
    _ curve: Curve, _ horizontal: PlotScale, _ vertical: PlotScale
  ) -> String {
    func place(_ point: Curve.Point, _ value: Double) -> String {
      let inside = min(max(value, vertical.domain.lowerBound), vertical.domain.upperBound)
      return "\(SVGCanvas.number(horizontal(point.x))) \(SVGCanvas.number(vertical(inside)))"
    }
    let upper = curve.points.map { place($0, $0.range.upperBound) }
    let lower = curve.points.reversed().map { place($0, $0.range.lowerBound) }
    return "M" + (upper + lower).joined(separator: "L") + "z"
  }
}
