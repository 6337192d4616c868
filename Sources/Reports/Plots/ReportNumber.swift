import Foundation

/// Numbers as the report writes them; the same in every locale.
enum ReportNumber {
  /// A number with a fixed count of decimals; a dash if it is not finite.
  static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return "–" }
    // Digits that mean nothing help nobody.
    let text = String(format: abs(value) < 1e9 ? "%.\(decimals)f" : "%.2e", value)
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }

  /// A share as percent; a dash for none.
  static func percent(_ share: Double?, decimals: Int = 1) -> String {
    guard let share, share.isFinite else { return "–" }
    return fixed(share * 100, decimals: decimals) + " %"
  }

  /// A count with thin spaces between thousands.
  static func count(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var text = value < 0 ? "−" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0, digits.count > 4 { text.append("\u{2009}") }
      text.append(digit)
    }
    return text
  }

  /// A span of time, such as `45 s`, `2 min 03 s` or `1 h 05 min`.
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e12 else { return "–" }
    if seconds < 10 { return fixed(seconds, decimals: 1) + " s" }
    let whole = Int(seconds.rounded())
    switch whole {
    case ..<60: return "\(whole) s"
    case ..<3_600: return String(format: "%d min %02d s", whole / 60, whole % 60)
    default: return String(format: "%d h %02d min", whole / 3_600, whole % 3_600 / 60)
    }
  }
}
