/// Renders progress as one line that fits a width.
///
/// Percent, steps and time left stay longest, then the bar; then come the sum of losses, coverage,
/// rate and the single losses, as far as there is room. The bar takes what is left.
struct ProgressLine: Sendable {
  private static let bar = 10...30

  private let progress: RunProgress

  /// Creates the line of a progress value.
  init(_ progress: RunProgress) {
    self.progress = progress
  }

  /// The line for a terminal, with a bar.
  ///
  /// - Parameters:
  ///   - width: The number of columns; the line is no longer.
  ///   - style: How the text may look.
  /// - Returns: The line, without a line break.
  func text(width: Int, style: TextStyle) -> String {
    let percent = percentText
    guard width >= percent.count else { return "" }
    let facts = fitting(width: width - percent.count)
    let line = facts.map { "  " + $0 }.joined()
    let room = width - percent.count - line.count - 1
    let bar =
      room >= ProgressLine.bar.lowerBound
      ? " " + barText(min(room, ProgressLine.bar.upperBound), style: style) : ""
    return style.bold(percent) + bar + line
  }

  /// The line for a log, whole and without a bar.
  var plainText: String {
    ([percentText] + facts.sorted { $0.place < $1.place }.map(\.text)).joined(separator: "  ")
  }

  private var percentText: String {
    // Rounded down, so that 100 % is the end and nothing else.
    let percent = String(Int(progress.fraction * 100))
    let head = progress.title.isEmpty ? "" : progress.title + " "
    return head + String(repeating: " ", count: 3 - percent.count) + percent + "%"
  }

  /// A part of the line.
  private struct Fact {
    /// The place in the line, from the left.
    let place: Int
    /// What is shown.
    let text: String
    /// Whether the bar gives way to the fact.
    let beatsBar: Bool
  }

  /// The facts, the most important first.
  private var facts: [Fact] {
    let step = String(progress.step)
    let count = String(progress.stepCount)
    let space = String(repeating: " ", count: max(0, count.count - step.count))
    var facts = [Fact(place: 0, text: "\(space)\(step)/\(count)", beatsBar: true)]
    if let seconds = progress.secondsLeft, progress.step < progress.stepCount {
      facts.append(
        Fact(place: 5, text: NumberText.duration(seconds) + " left", beatsBar: true))
    }
    if !progress.losses.isEmpty {
      let sum = progress.losses.reduce(0) { $0 + $1.value }
      let text = "loss " + NumberText.fixed(sum, decimals: 3)
      facts.append(Fact(place: 1, text: text, beatsBar: false))
    }
    if let coverage = progress.coverage {
      let text = "coverage " + NumberText.percent(coverage)
      facts.append(Fact(place: 3, text: text, beatsBar: false))
    }
    if let rate = progress.imagesPerSecond {
      facts.append(Fact(place: 4, text: NumberText.rate(rate) + " images/s", beatsBar: false))
    }
    if progress.losses.count > 1 {
      let text = progress.losses.map { $0.name + " " + NumberText.fixed($0.value, decimals: 3) }
        .joined(separator: "  ")
      facts.append(Fact(place: 2, text: text, beatsBar: false))
    }
    return facts
  }

  /// As many facts as fit, the most important first, in the order of the line.
  private func fitting(width: Int) -> [String] {
    var room = width
    var chosen: [Fact] = []
    for fact in facts {
      let bar = fact.beatsBar ? 0 : ProgressLine.bar.lowerBound + 1
      guard fact.text.count + 2 + bar <= room else { break }
      room -= fact.text.count + 2
      chosen.append(fact)
    }
    return chosen.sorted { $0.place < $1.place }.map(\.text)
  }

  private func barText(_ width: Int, style: TextStyle) -> String {
    let done = Int(progress.fraction * Double(width))
    let (full, empty) = style.usesUnicode ? ("\u{2501}", "\u{2500}") : ("#", "-")
    return style.accented(String(repeating: full, count: done))
      + style.dimmed(String(repeating: empty, count: width - done))
  }
}
