/// The names of a plot's lines, in rows below it.
struct PlotLegend {
  private struct Entry {
    let curve: Curve
    let text: String
    let x: Double
    let row: Int
  }

  private static let rowHeight = 18.0
  private static let sampleWidth = 22.0
  private let entries: [Entry]

  /// The height of all rows.
  let height: Double

  /// Lays out the names of the lines that have one; a single line needs none.
  init(_ curves: [Curve], width: Double) {
    let named = curves.filter(\.isNamed)
    guard named.count > 1 else {
      entries = []
      height = 0
      return
    }
    let texts = named.map { SVGCanvas.fitting($0.name, width: width - Self.sampleWidth - 8) }
    let widths = texts.map { SVGCanvas.width(of: $0) + Self.sampleWidth + 14 }
    // Columns of one width look calmer than a running text, if they do not take more rows.
    let column = min(width, widths.max() ?? width)
    let columns = max(1, Int(width / column))
    var (x, row) = (0.0, 0)
    var running: [(Double, Int)] = []
    for width_ in widths {
      if x > 0, x + width_ > width {
        x = 0
        row += 1
      }
      running.append((x, row))
      x += width_
    }
    let rowsInColumns = (named.count + columns - 1) / columns
    let usesColumns = rowsInColumns <= row + 1
    entries = named.indices.map { index in
      usesColumns
        ? Entry(
          curve: named[index], text: texts[index],
          x: Double(index % columns) * width / Double(columns), row: index / columns)
        : Entry(
          curve: named[index], text: texts[index], x: running[index].0, row: running[index].1)
    }
    height = Double(usesColumns ? rowsInColumns : row + 1) * Self.rowHeight + 4
  }

  func draw(_ canvas: inout SVGCanvas, x: Double, y: Double) {
    for entry in entries {
      let left = x + entry.x
      let middle = y + Double(entry.row) * Self.rowHeight + 10
      canvas.curve(
        "M\(SVGCanvas.number(left)) \(SVGCanvas.number(middle))h18", entry.curve.color, width: 2,
        dash: entry.curve.dash)
      if let marker = entry.curve.marker {
        canvas.marker(marker, left + 9, middle, entry.curve.color)
      }
      canvas.text(entry.text, left + Self.sampleWidth + 2, middle + 4, .ink)
    }
  }
}
