import Foundation
import Reports

extension AblationTable {
  /// The page as one HTML file that needs nothing else, light or dark as the reader's system is.
  func html(command: String) -> String {
    var sections = """
      <section><div class="scroll">\(AblationTable.html(cellTable.cells, bars: bars))</div></section>

      """
    if let contributionTable {
      sections += """
        <section><h2>Parts</h2>
        <p>\(AblationTable.escaped(contributionText))</p>
        <div class="scroll">\(AblationTable.html(contributionTable.cells))</div></section>

        """
    }
    sections += """
      <section><h2>Runs</h2>
      <div class="scroll">\(AblationTable.html(runTable.cells))</div></section>

      """
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(AblationTable.escaped(title))</title>
      <style>
      :root { color-scheme: light dark; --ink: #1b1f24; --dim: #57606a; --line: #d0d7de;
        --page: #ffffff; --mark: #0b63b0; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --dim: #9aa5b1;
        --line: #3a424c; --page: #101418; --mark: #6cb6ff; } }
      body { margin: 0 auto; max-width: 96rem; padding: 1.5rem 1rem; color: var(--ink);
        background: var(--page); font: 16px/1.5 system-ui, sans-serif; }
      p { color: var(--dim); max-width: 44rem; }
      pre { overflow-x: auto; padding: .6rem .8rem; border: 1px solid var(--line); }
      .scroll { overflow-x: auto; }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; }
      th, td { padding: .3rem .7rem; border-bottom: 1px solid var(--line); text-align: left;
        white-space: nowrap; }
      .number { text-align: right; }
      svg { display: block; } svg line { stroke: var(--mark); stroke-width: 2; }
      svg circle { fill: var(--mark); }
      </style>
      </head>
      <body>
      <h1>\(AblationTable.escaped(title))</h1>
      <pre>\(AblationTable.escaped(command))</pre>
      <p>All runs: \(AblationTable.escaped(commonText)).</p>
      <p>\(AblationTable.escaped(noteText))</p>
      \(sections)</body>
      </html>

      """
  }

  /// A drawing for each cell of the first figure and its interval, all on one scale.
  private var bars: (title: String, drawings: [String]) {
    let intervals = cells.map { interval(metrics[0], of: $0) }
    let ends = intervals.compactMap { $0 }.flatMap { interval in
      [interval.mean - (interval.halfWidth ?? 0), interval.mean + (interval.halfWidth ?? 0)]
    }
    let (low, high) = (ends.min() ?? 0, ends.max() ?? 1)
    func place(_ value: Double) -> String {
      NumberText.fixed(high > low ? 6 + 148 * (value - low) / (high - low) : 80, decimals: 1)
    }
    return (
      metrics[0].rawValue,
      intervals.map { interval in
        guard let interval else { return "" }
        let half = interval.halfWidth ?? 0
        return """
          <svg width="160" height="16" viewBox="0 0 160 16" role="img" \
          aria-label="\(interval.text(decimals: 2))">\
          <line x1="\(place(interval.mean - half))" x2="\(place(interval.mean + half))" y1="8" \
          y2="8"/><circle cx="\(place(interval.mean))" cy="8" r="4"/></svg>
          """
      }
    )
  }

  private static func html(
    _ table: (titles: [(text: String, isNumber: Bool)], rows: [[String]]),
    bars: (title: String, drawings: [String])? = nil
  ) -> String {
    func row(_ tag: String, _ texts: [String], drawing: String?) -> String {
      let cells = zip(texts, table.titles).map { text, title in
        "<\(tag)\(title.isNumber ? " class=\"number\"" : "")>\(escaped(text))</\(tag)>"
      }
      return "<tr>\(cells.joined())\(drawing.map { "<\(tag)>\($0)</\(tag)>" } ?? "")</tr>\n"
    }
    return "<table>\n" + row("th", table.titles.map(\.text), drawing: bars?.title)
      + table.rows.enumerated().map { row("td", $1, drawing: bars?.drawings[$0]) }.joined()
      + "</table>"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
