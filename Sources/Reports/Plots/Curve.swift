/// A line of a plot: values over steps.
struct Curve {
  /// A point, or several that were drawn together.
  struct Point: Equatable {
    let x: Double
    /// The value, or the mean of several.
    let y: Double
    /// The least and the largest of several values.
    let range: ClosedRange<Double>
  }

  /// What the range of a point says, and the band that is drawn of it.
  enum Band {
    /// Where several records were drawn together, the least and the largest of them.
    case extremes
    /// The 95 % interval of the mean over runs.
    case interval
    /// Nothing; there is no band.
    case none
  }

  let name: String
  let color: PlotColor
  /// The points with increasing x.
  let points: [Point]
  var band = Band.extremes
  /// Tells lines of one color apart.
  var dash: String?
  /// The shape of the markers; nil for none.
  var marker: Int?
  var width = 1.6
  var opacity = 1.0
  /// Whether the legend names the line.
  var isNamed = true

  /// Creates a line; values that are nil or not finite are left out.
  ///
  /// - Parameters:
  ///   - name: What the line is.
  ///   - series: The number of the line among its like, from which color, dash and marker follow.
  ///   - values: The values, with increasing x.
  ///   - limit: The largest number of points; more are drawn together, see ``drawnTogether(_:limit:)``.
  init(_ name: String, series: Int, values: [(x: Double, y: Double?)], limit: Int = 240) {
    let values = values.compactMap { value in
      value.y.flatMap { $0.isFinite ? (value.x, $0) : nil }
    }
    self.init(name, series: series, points: Self.drawnTogether(values, limit: limit))
  }

  /// Creates a line of points.
  ///
  /// - Parameters:
  ///   - name: What the line is.
  ///   - series: The number of the line among its like.
  ///   - points: The points, with increasing x.
  init(_ name: String, series: Int, points: [Point]) {
    self.name = name
    self.points = points
    color = .series(series)
    marker = series
    let dashes = [nil, "5 3", "1.5 2.5"]
    dash = dashes[series / PlotColor.seriesCount % dashes.count]
  }

  /// Returns at most so many points: neighbors become their mean with their least and largest value.
  ///
  /// Nothing is lost from sight: every value lies in the range of a point. The last point stands at
  /// the last x, the first at the first.
  static func drawnTogether(_ values: [(x: Double, y: Double)], limit: Int) -> [Point] {
    guard values.count > limit, limit > 1 else {
      return values.map { Point(x: $0.x, y: $0.y, range: $0.y...$0.y) }
    }
    return (0..<limit).map { part in
      let members = values[part * values.count / limit..<(part + 1) * values.count / limit]
      let first = members[members.startIndex]
      let last = members[members.endIndex - 1]
      let range = members.reduce(first.y...first.y) {
        min($0.lowerBound, $1.y)...max($0.upperBound, $1.y)
      }
      return Point(
        x: part == 0 ? first.x : part == limit - 1 ? last.x : (first.x + last.x) / 2,
        y: members.reduce(0) { $0 + $1.y } / Double(members.count), range: range)
    }
  }

  /// Whether a band is drawn behind the line.
  var hasBand: Bool {
    band != .none && points.contains { $0.range.lowerBound < $0.range.upperBound }
  }
}
