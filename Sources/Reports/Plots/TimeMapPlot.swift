import Foundation

/// A plot of shades over steps: one row for every bin or class, one column for every epoch.
enum TimeMapPlot {
  /// The largest number of columns; more epochs are drawn together.
  private static let columnLimit = 120
  /// The largest number of classes; more could not be told apart, and would make a page heavy.
  static let classLimit = 200

  /// Returns a plot of how confident the judged images were; nil without epochs.
  ///
  /// - Parameter epochs: The step at the end of every epoch, and the counts by bin of confidence.
  /// - Returns: The plot; nil without epochs.
  static func confidence(_ epochs: [(step: Int, counts: [Int])]) -> Plot? {
    guard let last = epochs.last, !last.counts.isEmpty else { return nil }
    let bins = last.counts.count
    let columns = merged(epochs.filter { $0.counts.count == bins }, limit: columnLimit)
    let shares = columns.map { column -> [Double] in
      let total = max(1, column.counts.reduce(0, +))
      return column.counts.map { Double($0) / Double(total) }
    }
    let largest = shares.flatMap(\.self).max() ?? 0
    guard largest > 0 else { return nil }
    let (left, top, height, right) = (52.0, 10.0, 190.0, 12.0)
    let bottom = top + height
    let scale = PlotScale(0...1, over: (bottom, top), style: .percent)
    let horizontal = PlotScale(
      0...Double(last.step), over: (left, Plot.standardWidth - right), isTight: true)
    return Plot(
      name: "confidence", title: "Confidence over time",
      note: "The share of unlabeled images with each confidence, "
        + (columns.count < epochs.count ? "several epochs a column. " : "one column an epoch. ")
        + "Shades grow with the square root of the share.",
      width: Plot.standardWidth, height: bottom + 66
    ) { canvas in
      var cells = HeatCells()
      var start = 0
      for (column, values) in zip(columns, shares) {
        let x = horizontal(Double(start))
        let cellHeight = height / Double(bins)
        for (bin, share) in values.enumerated() {
          cells.add(
            (share / largest).squareRoot(), x: x, y: bottom - Double(bin + 1) * cellHeight,
            width: horizontal(Double(column.step)) - x, height: cellHeight)
        }
        start = column.step
      }
      cells.draw(on: &canvas)
      drawAxes(&canvas, horizontal, bottom: bottom)
      for tick in scale.ticks {
        canvas.text(scale.text(tick), left - 6, scale(tick) + 4, anchor: .end)
      }
      HeatCells.drawKey(
        on: &canvas, x: left + 118, y: bottom + 46, from: "0 %",
        to: ReportNumber.percent(largest, decimals: 0) + " of images")
    }
  }

  /// Returns a plot of a share by class over time, for more classes than lines can be told apart.
  ///
  /// - Parameters:
  ///   - name: The name of its file.
  ///   - title: What it shows.
  ///   - note: What a reader must know to read it.
  ///   - classNames: The names of the classes.
  ///   - epochs: The step at the end of every epoch, and the share of every class.
  /// - Returns: The plot; nil without shares, or for more than ``classLimit`` classes.
  static func classes(
    _ name: String, title: String, note: String, classNames: [String],
    epochs: [(step: Int, values: [Double?])]
  ) -> Plot? {
    guard let last = epochs.last, classNames.count <= classLimit,
      epochs.contains(where: { $0.values.contains { $0 != nil } })
    else { return nil }
    let stride = max(1, (epochs.count + columnLimit - 1) / columnLimit)
    let columns = epochs.enumerated().filter {
      $0.offset % stride == stride - 1 || $0.offset == epochs.count - 1
    }.map(\.element)
    let rowHeight = max(3, min(14, 420 / Double(classNames.count)))
    let labels = rowHeight >= 8 ? classNames : []
    let left =
      min(110, labels.map { SVGCanvas.width(of: $0, size: 10) }.max() ?? 24) + 12
    let top = 6.0
    let bottom = top + rowHeight * Double(classNames.count)
    let horizontal = PlotScale(
      0...Double(last.step), over: (left, Plot.standardWidth - 12), isTight: true)
    return Plot(
      name: name, title: title,
      note: note + (stride > 1 ? " Columns are every \(stride)th record." : ""),
      width: Plot.standardWidth, height: bottom + 66
    ) { canvas in
      var cells = HeatCells()
      var start = 0
      for column in columns {
        let x = horizontal(Double(start))
        for (row, value) in column.values.enumerated() {
          cells.add(
            value ?? 0, x: x, y: top + Double(row) * rowHeight,
            width: horizontal(Double(column.step)) - x, height: rowHeight)
        }
        start = column.step
      }
      cells.draw(on: &canvas)
      drawAxes(&canvas, horizontal, bottom: bottom)
      for (row, label) in labels.enumerated() {
        canvas.text(
          SVGCanvas.fitting(label, width: 104, size: 10), left - 6,
          top + (Double(row) + 0.5) * rowHeight + 3.5, size: 10, anchor: .end)
      }
      if labels.isEmpty {
        for row in Swift.stride(from: 0, to: classNames.count, by: 10) {
          canvas.text(
            "\(row)", left - 6, top + (Double(row) + 0.5) * rowHeight + 3.5, size: 10, anchor: .end)
        }
      }
      HeatCells.drawKey(on: &canvas, x: left + 80, y: bottom + 46, from: "0 %", to: "100 %")
    }
  }

  private static func drawAxes(
    _ canvas: inout SVGCanvas, _ horizontal: PlotScale, bottom: Double
  ) {
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

  /// Adds up the counts of neighboring epochs until there are few enough.
  private static func merged(
    _ epochs: [(step: Int, counts: [Int])], limit: Int
  ) -> [(step: Int, counts: [Int])] {
    let size = max(1, (epochs.count + limit - 1) / limit)
    return stride(from: 0, to: epochs.count, by: size).map { start in
      let members = epochs[start..<min(start + size, epochs.count)]
      let counts = members.dropFirst().reduce(members[start].counts) { sum, epoch in
        zip(sum, epoch.counts).map(+)
      }
      return (members[members.endIndex - 1].step, counts)
    }
  }
}
