import Foundation

/// Draws marks into an SVG image; coordinates grow to the right and down.
struct SVGCanvas {
  /// Where an image is shown.
  enum Place {
    /// In a page, whose style sheet holds the colors.
    case page
    /// In a file of its own, on white.
    case file
  }

  /// How a text stands to its place.
  enum Anchor: String {
    case start
    case middle
    case end
  }

  /// The height of most texts.
  static let textSize = 12.0

  let width: Double
  let height: Double
  let place: Place
  private var content = ""

  init(width: Double, height: Double, place: Place) {
    self.width = width
    self.height = height
    self.place = place
  }

  /// The image.
  ///
  /// - Parameters:
  ///   - label: What it shows, for those who cannot see it.
  ///   - attributes: Further attributes, as markup.
  /// - Returns: The markup of the whole image.
  func image(label: String, attributes: String = "") -> String {
    let size = "viewBox=\"0 0 \(Self.number(width)) \(Self.number(height))\""
    let name = "role=\"img\" aria-label=\"\(Markup.escape(label))\""
    switch place {
    case .page: return "<svg \(size) \(name)\(attributes)>\(content)</svg>"
    case .file:
      return """
        <?xml version="1.0" encoding="UTF-8"?>
        <svg xmlns="http://www.w3.org/2000/svg" width="\(Self.number(width))" \
        height="\(Self.number(height))" \(size) \(name) font-family="Helvetica, Arial, sans-serif">\
        <rect width="100%" height="100%" fill="\(PlotColor.surface.light)"/>\(content)</svg>

        """
    }
  }

  private func paint(_ color: PlotColor) -> String {
    place == .page ? "var(\(color.property))" : color.light
  }

  /// Returns a coordinate with at most one decimal.
  static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let rest = tenths.magnitude % 10
    return rest == 0
      ? "\(sign)\(tenths.magnitude / 10)" : "\(sign)\(tenths.magnitude / 10).\(rest)"
  }

  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ color: PlotColor, width: Double = 1,
    dash: String? = nil
  ) {
    content += Markup.element(
      "line",
      [
        "x1": Self.number(x1), "y1": Self.number(y1), "x2": Self.number(x2), "y2": Self.number(y2),
        "stroke": paint(color), "stroke-width": Self.number(width), "stroke-dasharray": dash,
      ])
  }

  mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ color: PlotColor,
    opacity: Double = 1, radius: Double = 0
  ) {
    content += Markup.element(
      "rect",
      [
        "x": Self.number(x), "y": Self.number(y), "width": Self.number(max(0, width)),
        "height": Self.number(max(0, height)), "fill": paint(color),
        "fill-opacity": opacity < 1 ? String(format: "%.2f", opacity) : nil,
        "rx": radius > 0 ? Self.number(radius) : nil,
      ])
  }

  /// Adds an area without a border.
  mutating func area(_ path: String, _ color: PlotColor, opacity: Double = 1) {
    content += Markup.element(
      "path",
      [
        "d": path, "fill": paint(color),
        "fill-opacity": opacity < 1 ? String(format: "%.2f", opacity) : nil,
      ])
  }

  /// Adds a curve.
  mutating func curve(
    _ path: String, _ color: PlotColor, width: Double = 1.6, dash: String? = nil,
    opacity: Double = 1, name: String? = nil
  ) {
    content += Markup.element(
      "path",
      [
        "d": path, "fill": "none", "stroke": paint(color), "stroke-width": Self.number(width),
        "stroke-linejoin": "round", "stroke-linecap": "round", "stroke-dasharray": dash,
        "stroke-opacity": opacity < 1 ? String(format: "%.2f", opacity) : nil,
        "data-name": place == .page ? name : nil,
      ])
  }

  mutating func text(
    _ text: String, _ x: Double, _ y: Double, _ color: PlotColor = .muted,
    size: Double = SVGCanvas.textSize,
    anchor: Anchor = .start, isBold: Bool = false, turned: Double = 0
  ) {
    let turn =
      turned == 0
      ? nil : "rotate(\(Self.number(turned)) \(Self.number(x)) \(Self.number(y)))"
    content += Markup.element(
      "text",
      [
        "x": Self.number(x), "y": Self.number(y), "fill": paint(color),
        "font-size": Self.number(size), "text-anchor": anchor == .start ? nil : anchor.rawValue,
        "font-weight": isBold ? "600" : nil, "transform": turn,
      ], Markup.escape(text))
  }

  /// Adds a small shape that tells series apart without color.
  mutating func marker(_ number: Int, _ x: Double, _ y: Double, _ color: PlotColor) {
    let shapes: [[(Double, Double)]] = [
      [(-3, -3), (3, -3), (3, 3), (-3, 3)], [(0, -4.2), (3.9, 2.8), (-3.9, 2.8)],
      [(0, -4.2), (4.2, 0), (0, 4.2), (-4.2, 0)], [(0, 4.2), (3.9, -2.8), (-3.9, -2.8)],
      [
        (-1.3, -4), (1.3, -4), (1.3, -1.3), (4, -1.3), (4, 1.3), (1.3, 1.3), (1.3, 4), (-1.3, 4),
        (-1.3, 1.3), (-4, 1.3), (-4, -1.3), (-1.3, -1.3),
      ], [(-4, -1.6), (4, -1.6), (4, 1.6), (-4, 1.6)],
    ]
    let kind = number % (shapes.count + 1)
    let border: KeyValuePairs<String, String?> = [
      "fill": paint(color), "stroke": paint(.surface), "stroke-width": "0.8",
    ]
    let path: String
    if kind == 0 {
      path = "M\(Self.number(x - 3.4)) \(Self.number(y))a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0-6.8 0z"
    } else {
      path =
        "M"
        + shapes[kind - 1].map { "\(Self.number(x + $0.0)) \(Self.number(y + $0.1))" }
        .joined(separator: "L") + "z"
    }
    content += "<path d=\"\(path)\""
    for (key, value) in border { content += " \(key)=\"\(Markup.escape(value ?? ""))\"" }
    content += "/>"
  }

  /// Returns about how wide a text is in a wide font without serifs.
  static func width(of text: String, size: Double = SVGCanvas.textSize) -> Double {
    text.unicodeScalars.reduce(0) { sum, scalar in
      switch scalar {
      case "i", "j", "l", "t", "f", "r", "I", ".", ",", "'", "|", " ", "(", ")": sum + size * 0.38
      case "m", "w", "M", "W", "%": sum + size * 0.95
      case "A"..."Z": sum + size * 0.72
      case "\u{2E80}"...: sum + size
      default: sum + size * 0.61
      }
    }
  }

  /// Returns a text, cut with an ellipsis if it is wider than a limit.
  static func fitting(_ text: String, width limit: Double, size: Double = SVGCanvas.textSize)
    -> String
  {
    if width(of: text, size: size) <= limit { return text }
    var rest = text
    while !rest.isEmpty, width(of: rest + "…", size: size) > limit { rest.removeLast() }
    return rest + "…"
  }
}
