import Foundation

/// Cells of a table as shades of one color, few elements for many cells.
struct HeatCells {
  /// The number of shades beside none at all.
  private static let levels = 20
  private var paths: [Int: String] = [:]

  /// Adds a cell.
  ///
  /// - Parameters:
  ///   - share: How strong the shade is, from 0 to 1; 0 draws nothing.
  ///   - x: The left side.
  ///   - y: The upper side.
  ///   - width: The width.
  ///   - height: The height.
  mutating func add(_ share: Double, x: Double, y: Double, width: Double, height: Double) {
    guard share.isFinite, share > 0 else { return }
    let level = max(1, min(Self.levels, Int((share * Double(Self.levels)).rounded())))
    let size = (SVGCanvas.number(width), SVGCanvas.number(height))
    paths[level, default: ""] +=
      "M\(SVGCanvas.number(x)) \(SVGCanvas.number(y))h\(size.0)v\(size.1)h-\(size.0)z"
  }

  func draw(on canvas: inout SVGCanvas) {
    for (level, path) in paths.sorted(by: { $0.key < $1.key }) {
      canvas.area(path, .heat, opacity: Double(level) / Double(Self.levels))
    }
  }

  /// Draws what the shades mean, 120 wide.
  static func drawKey(
    on canvas: inout SVGCanvas, x: Double, y: Double, from start: String, to end: String
  ) {
    canvas.text(start, x - 6, y + 9, anchor: .end)
    let width = 120 / Double(levels)
    for level in 1...levels {
      canvas.rectangle(
        x + Double(level - 1) * width, y, width + 0.2, 10, .heat,
        opacity: Double(level) / Double(levels))
    }
    canvas.text(end, x + 126, y + 9)
  }
}
