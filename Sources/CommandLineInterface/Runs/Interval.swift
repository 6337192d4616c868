/// A mean over runs with its 95 % interval by Student's t.
struct Interval {
  /// The mean; 0 for no runs.
  let mean: Double
  /// Half the interval's width; nil for fewer than two runs.
  let halfWidth: Double?

  init(_ values: [Double]) {
    let mean = values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    self.mean = mean
    guard values.count > 1 else {
      halfWidth = nil
      return
    }
    let freedom = values.count - 1
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(freedom)
    let point = StudentDistribution.point(0.95, freedom: freedom)
    halfWidth = point * (variance / Double(values.count)).squareRoot()
  }

  /// The mean and the interval in percent.
  var text: String { text(decimals: 1) }

  /// As ``text``, with a sign.
  var signedText: String { signedText(decimals: 1) }

  /// The mean and the interval in percent.
  func text(decimals: Int) -> String {
    NumberText.fixed(mean * 100, decimals: decimals)
      + (halfWidth.map { " ± " + NumberText.fixed($0 * 100, decimals: decimals) } ?? "")
  }

  /// As ``text(decimals:)``, with a sign.
  func signedText(decimals: Int) -> String { (mean >= 0 ? "+" : "") + text(decimals: decimals) }
}
