import Foundation

/// Numbers as people read them; the same in every locale.
enum NumberText {
  /// A number with a fixed count of decimals; "n/a" if it is not finite.
  static func fixed(_ value: Double, decimals: Int) -> String {
    value.isFinite ? String(format: "%.\(decimals)f", value) : "n/a"
  }

  /// A fraction in 0...1 as percent.
  static func percent(_ fraction: Double, decimals: Int = 0) -> String {
    fixed(fraction * 100, decimals: decimals) + (fraction.isFinite ? " %" : "")
  }

  /// A count with commas between thousands.
  static func count(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var text = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// A number of floating-point operations, with a unit of thousands of thousands.
  static func operations(_ count: Int) -> String {
    let value = Double(count)
    for (size, unit) in [(1e12, "TFLOP"), (1e9, "GFLOP"), (1e6, "MFLOP"), (1e3, "kFLOP")]
    where value >= size {
      return fixed(value / size, decimals: 2) + " " + unit
    }
    return "\(count) FLOP"
  }

  /// A rate: whole above ten, with a decimal below.
  static func rate(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return "n/a" }
    return value < 9.95 ? fixed(value, decimals: 1) : count(Int(value.rounded()))
  }

  /// A span of time, such as `45s`, `2m 03s` or `1h 05m`; "n/a" if it is not finite or negative.
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e12 else { return "n/a" }
    let whole = Int(seconds.rounded())
    switch whole {
    case ..<60: return "\(whole)s"
    case ..<3_600: return String(format: "%dm %02ds", whole / 60, whole % 60)
    default: return String(format: "%dh %02dm", whole / 3_600, whole % 3_600 / 60)
    }
  }
}
