/// Breaks text into lines at spaces; a word longer than the width keeps a line of its own.
///
/// - Parameters:
///   - text: The text; its own line breaks stay.
///   - width: The number of columns of a line, the indent included.
///   - indent: The number of spaces before each line that is not empty.
/// - Returns: The lines, joined by line breaks.
func wrapped(_ text: String, width: Int, indent: Int = 0) -> String {
  let columns = max(1, width - indent)
  let margin = String(repeating: " ", count: indent)
  var lines: [String] = []
  for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
    var line = ""
    for word in paragraph.split(separator: " ", omittingEmptySubsequences: false) {
      // As in swift-argument-parser, only the end of the text may fill the last column.
      let limit = word.endIndex == text.endIndex ? columns : columns - 1
      if line.isEmpty {
        line = String(word)
      } else if line.count + 1 + word.count <= limit {
        line += " " + word
      } else {
        lines.append(line)
        line = String(word)
      }
    }
    lines.append(line)
  }
  return lines.map { $0.isEmpty ? "" : margin + $0 }.joined(separator: "\n")
}
