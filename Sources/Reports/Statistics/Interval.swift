/// A mean over runs with its 95 % interval by Student's t.
package struct Interval: Sendable {
  /// The mean; 0 for no runs.
  package let mean: Double
  /// Half the interval's width; nil for fewer than two runs.
  package let halfWidth: Double?

  package init(_ values: [Double]) {
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
}
