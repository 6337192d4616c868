import Foundation

/// A plot of which classes were taken for which.
enum ConfusionPlot {
  /// The largest number of classes whose cells hold numbers.
  private static let numberLimit = 12
  /// The largest number of classes with names.
  private static let nameLimit = 40

  /// Returns a plot; nil without samples, or with too many classes to draw.
  ///
  /// - Parameters:
  ///   - counts: The number of images of a class (outer) that were taken for a class (inner).
  ///   - classNames: The names of the classes.
  /// - Returns: The plot; nil without samples.
  static func make(_ counts: [[Int]], classNames: [String]) -> Plot? {
    let totals = counts.map { $0.reduce(0, +) }
    let count = counts.count
    guard count > 0, count <= TimeMapPlot.classLimit, totals.contains(where: { $0 > 0 }) else {
      return nil
    }
    let size = count > 20 ? 8.0 : 10.5
    let isNamed = count <= nameLimit
    let longest = isNamed ? classNames.map { SVGCanvas.width(of: $0, size: size) }.max() ?? 0 : 16
    let margin = min(96, longest) + 8
    let left = margin + 20
    let width = Plot.standardWidth
    let cell = (width - left - 6) / Double(count)
    let top = 6.0
    let bottom = top + cell * Double(count)
    // Names that are wider than their column are turned.
    let isTurned = isNamed && longest > cell - 3
    let below = isTurned ? margin + 4 : 16.0
    func name(_ index: Int, limit: Double) -> String? {
      if isNamed { return SVGCanvas.fitting(classNames[index], width: limit, size: size) }
      return index % 10 == 0 ? "\(index)" : nil
    }
    return Plot(
      name: "confusion", title: "Confusion matrix",
      note: count <= numberLimit
        ? "Test images of every class (rows) by the class they were taken for (columns), in percent "
          + "of the row."
        : "Test images of every class (rows) by the class they were taken for (columns); shades are "
          + "shares of the row.",
      width: width, height: bottom + below + 22
    ) { canvas in
      var cells = HeatCells()
      for row in 0..<count {
        for column in 0..<count where totals[row] > 0 {
          cells.add(
            Double(counts[row][column]) / Double(totals[row]), x: left + Double(column) * cell,
            y: top + Double(row) * cell, width: cell, height: cell)
        }
      }
      cells.draw(on: &canvas)
      if count <= nameLimit {
        for border in 0...count {
          let place = Double(border) * cell
          canvas.line(left, top + place, width - 6, top + place, .grid, width: 0.8)
          canvas.line(left + place, top, left + place, bottom, .grid, width: 0.8)
        }
      }
      for row in 0..<count {
        let middle = top + (Double(row) + 0.5) * cell
        if let label = name(row, limit: margin - 8) {
          canvas.text(label, left - 6, middle + size / 3, .ink, size: size, anchor: .end)
        }
        let center = left + (Double(row) + 0.5) * cell
        if let label = name(row, limit: isTurned ? margin - 8 : cell) {
          if isTurned {
            canvas.text(
              label, center + size / 3, bottom + 6, .ink, size: size, anchor: .end, turned: -90)
          } else {
            canvas.text(label, center, bottom + 13, .ink, size: size, anchor: .middle)
          }
        }
        guard count <= numberLimit, totals[row] > 0 else { continue }
        for column in 0..<count where counts[row][column] > 0 {
          let share = Double(counts[row][column]) / Double(totals[row])
          canvas.text(
            ReportNumber.fixed(share * 100, decimals: 0),
            left + (Double(column) + 0.5) * cell, middle + 4, share > 0.55 ? .surface : .ink,
            size: min(11.5, cell * 0.4), anchor: .middle, isBold: row == column)
        }
      }
      canvas.text("taken for", (left + width - 6) / 2, bottom + below + 14, anchor: .middle)
      canvas.text("class", 11, (top + bottom) / 2, anchor: .middle, turned: -90)
    }
  }
}
