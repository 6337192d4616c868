import Foundation

/// Where numbers stand on an axis, and which of them are written beside it.
struct PlotScale {
  /// How numbers are written.
  enum Style {
    case plain
    case percent
  }

  /// The numbers at the two ends.
  let domain: ClosedRange<Double>
  /// The places of the two ends; the first may be the larger one.
  let (from, to): (Double, Double)
  let style: Style
  /// The numbers that are written, evenly spaced.
  let ticks: [Double]
  private let step: Double

  /// Creates a scale.
  ///
  /// - Parameters:
  ///   - values: What is to be shown.
  ///   - places: The places of the two ends.
  ///   - style: How numbers are written.
  ///   - tickCount: About how many numbers are written.
  ///   - isTight: Whether the axis ends at the least and the largest value, not at written numbers.
  ///   - bounds: The numbers beyond which the axis never goes.
  init(
    _ values: ClosedRange<Double>, over places: (Double, Double), style: Style = .plain,
    tickCount: Int = 5, isTight: Bool = false, within bounds: ClosedRange<Double>? = nil
  ) {
    let width = values.upperBound - values.lowerBound
    let span = width > 0 ? width : max(abs(values.lowerBound), 1) * 0.1
    let lower = width > 0 ? values.lowerBound : values.lowerBound - span / 2
    let upper = width > 0 ? values.upperBound : values.upperBound + span / 2
    let raw = span / Double(max(1, tickCount))
    let magnitude = pow(10, floor(log10(raw)))
    let step = ([1, 2, 5].first { raw <= $0 * magnitude * 1.0001 } ?? 10) * magnitude
    let first = max(
      isTight ? lower : floor(lower / step + 1e-9) * step, bounds?.lowerBound ?? -.infinity)
    let last = min(
      isTight ? upper : ceil(upper / step - 1e-9) * step, bounds?.upperBound ?? .infinity)
    self.step = step
    self.style = style
    (from, to) = places
    domain = first...max(last, first + step * 1e-6)
    let start = Int(ceil(first / step - 1e-9))
    let end = Int(floor(last / step + 1e-9))
    ticks = start <= end ? (start...end).map { Double($0) * step } : []
  }

  /// Returns the place of a number.
  func callAsFunction(_ value: Double) -> Double {
    from + (to - from) * (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
  }

  /// Returns a number of the axis as text.
  func text(_ value: Double) -> String {
    switch style {
    case .plain:
      if step >= 1_000 {
        let thousands = value / 1_000
        return value == 0
          ? "0"
          : ReportNumber.fixed(
            thousands, decimals: step.truncatingRemainder(dividingBy: 1_000) == 0 ? 0 : 1) + "k"
      }
      return ReportNumber.fixed(value, decimals: Self.decimals(of: step))
    case .percent:
      return ReportNumber.fixed(value * 100, decimals: Self.decimals(of: step * 100)) + " %"
    }
  }

  private static func decimals(of step: Double) -> Int {
    max(0, min(6, Int(ceil(-log10(step) - 1e-9))))
  }
}
