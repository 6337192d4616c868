/// A table of the page.
struct HTMLTable {
  /// A column.
  struct Column {
    let title: String
    /// Whether it holds numbers, which stand below one another.
    var isNumber = true
  }

  let columns: [Column]
  /// The cells of every row, as markup.
  let rows: [[String]]

  /// The table in a box that scrolls on narrow screens; the first cell of a row names it.
  var markup: String {
    func attributes(_ column: Column) -> String { column.isNumber ? " class=\"number\"" : "" }
    let head = columns.map {
      "<th scope=\"col\"\(attributes($0))>\(Markup.escape($0.title))</th>"
    }
    let body = rows.map { row in
      let cells = zip(row, columns).enumerated().map { place, cell in
        place == 0
          ? "<th scope=\"row\">\(cell.0)</th>" : "<td\(attributes(cell.1))>\(cell.0)</td>"
      }
      return "<tr>\(cells.joined())</tr>\n"
    }
    return """
      <div class="scroll" tabindex="0"><table><thead><tr>\(head.joined())</tr></thead><tbody>
      \(body.joined())</tbody></table></div>

      """
  }
}
