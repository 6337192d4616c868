import Reports

extension Interval {
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
