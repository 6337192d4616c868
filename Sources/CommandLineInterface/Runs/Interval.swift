/// A mean over runs with its 95 % interval by Student's t.
struct Interval {
  /// The mean; 0 for no runs.
  let mean: Double
  /// Half the interval's width; nil for fewer than two runs.
  let halfWidth: Double?

  /// The 97.5 % points of Student's t for 1 to 30 degrees of freedom.
  private static let points = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045, 2.042,
  ]

  init(_ values: [Double]) {
    let mean = values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    self.mean = mean
    guard values.count > 1 else {
      halfWidth = nil
      return
    }
    let freedom = values.count - 1
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(freedom)
    let point = freedom <= Self.points.count ? Self.points[freedom - 1] : 1.96
    halfWidth = point * (variance / Double(values.count)).squareRoot()
  }

  /// The mean and the interval in percent.
  var text: String {
    NumberText.fixed(mean * 100, decimals: 1)
      + (halfWidth.map { " ± " + NumberText.fixed($0 * 100, decimals: 1) } ?? "")
  }

  /// As ``text``, with a sign.
  var signedText: String { (mean >= 0 ? "+" : "") + text }
}
