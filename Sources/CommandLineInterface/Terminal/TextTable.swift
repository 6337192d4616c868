/// Rows and columns of text, aligned for a terminal or as Markdown.
struct TextTable: Sendable {
  /// How the cells of a column are aligned.
  enum Alignment: Sendable {
    /// To the right if every cell is a number, else to the left.
    case automatic
    /// To the left.
    case left
    /// To the right.
    case right
  }

  /// A column's head.
  struct Column: Sendable {
    /// The title.
    let title: String
    /// How the cells are aligned.
    let alignment: Alignment

    /// Creates a column's head.
    init(_ title: String, _ alignment: Alignment = .automatic) {
      self.title = title
      self.alignment = alignment
    }
  }

  private let columns: [Column]
  private let rows: [[String]]

  /// Creates a table.
  ///
  /// - Parameters:
  ///   - columns: The heads of the columns.
  ///   - rows: The cells of each row; a row that is too short is filled up with empty cells.
  init(_ columns: [Column], rows: [[String]]) {
    self.columns = columns
    self.rows = rows.map { row in
      columns.indices.map { $0 < row.count ? row[$0] : "" }
    }
  }

  /// The table with two spaces between columns and a rule under the titles.
  ///
  /// - Parameters:
  ///   - width: The number of columns of the terminal; a last column of text is wrapped to it.
  ///   - style: How the text may look.
  /// - Returns: The lines, each with a line break at its end.
  func text(width: Int? = nil, style: TextStyle = .plain) -> String {
    let widths = columnWidths
    let titles = line(columns.map(\.title), widths)
    let rule = String(repeating: style.usesUnicode ? "\u{2500}" : "-", count: tableWidth(width))
    let start = widths.dropLast().reduce(0) { $0 + $1 + 2 }
    var text = style.bold(titles) + "\n" + style.dimmed(rule) + "\n"
    for row in rows {
      guard let width, width - start >= 20, let last = row.last, !isRight(columns.count - 1) else {
        text += line(row, widths) + "\n"
        continue
      }
      let lines = wrapped(last, width: width - start).split(
        separator: "\n", omittingEmptySubsequences: false)
      text += line(row.dropLast() + [String(lines[0])], widths) + "\n"
      for more in lines.dropFirst() { text += String(repeating: " ", count: start) + more + "\n" }
    }
    return text
  }

  /// The table in Markdown, each line with a line break at its end.
  var markdown: String {
    let cells = rows.map { row in row.map { $0.replacing("|", with: "\\|") } }
    let rule = columns.indices.map { isRight($0) ? "---:" : "---" }
    return ([columns.map(\.title), rule] + cells)
      .map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  /// The titles, each with whether its column is aligned to the right, and the rows.
  var cells: (titles: [(text: String, isNumber: Bool)], rows: [[String]]) {
    (columns.indices.map { (columns[$0].title, isRight($0)) }, rows)
  }

  private var columnWidths: [Int] {
    columns.indices.map { index in
      rows.reduce(columns[index].title.count) { max($0, $1[index].count) }
    }
  }

  private func tableWidth(_ limit: Int?) -> Int {
    let widths = columnWidths
    let whole = widths.reduce(0, +) + 2 * max(0, widths.count - 1)
    return min(whole, limit ?? whole)
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    let padded = cells.indices.map { index in
      let space = String(repeating: " ", count: max(0, widths[index] - cells[index].count))
      return isRight(index) ? space + cells[index] : cells[index] + space
    }
    let text = padded.joined(separator: "  ")
    return String(text.prefix(text.count - text.reversed().prefix { $0 == " " }.count))
  }

  private func isRight(_ index: Int) -> Bool {
    switch columns[index].alignment {
    case .left: return false
    case .right: return true
    case .automatic:
      let cells = rows.map { $0[index] }.filter { !$0.isEmpty && $0 != "n/a" }
      return !cells.isEmpty && cells.allSatisfy(isNumber)
    }
  }

  /// Whether a cell is made of numbers, with signs, units of percent and intervals allowed.
  private func isNumber(_ cell: String) -> Bool {
    cell.contains(where: \.isNumber)
      && cell.allSatisfy { $0.isNumber || "+-\u{2212}\u{B1}.,% e/()".contains($0) }
  }
}
