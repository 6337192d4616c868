/// How text may look on a stream.
struct TextStyle: Sendable, Equatable {
  /// Whether escape sequences may color text.
  var usesColor: Bool
  /// Whether letters outside ASCII are shown.
  var usesUnicode: Bool

  /// No color, ASCII only.
  static let plain = TextStyle(usesColor: false, usesUnicode: false)

  /// The text in bold, if styles may be used.
  func bold(_ text: String) -> String { sequence("1", text) }

  /// The text in the accent color, if styles may be used.
  func accented(_ text: String) -> String { sequence("36", text) }

  /// The text less bright, if styles may be used.
  func dimmed(_ text: String) -> String { sequence("2", text) }

  private func sequence(_ code: String, _ text: String) -> String {
    usesColor && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
