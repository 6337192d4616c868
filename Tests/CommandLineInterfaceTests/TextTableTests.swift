import Testing

@testable import CommandLineInterface

@Suite("Tables")
struct TextTableTests {
  private static let table = TextTable(
    [.init("method"), .init("accuracy"), .init("note")],
    rows: [
      ["supervised", "69.63 \u{B1} 1.2", "labels only"],
      ["FixMatch", "n/a", "a | b"],
      ["DTA + SNL", "7.1"],
    ])

  @Test("columns are aligned, numbers to the right, without spaces at the end")
  func text() {
    #expect(
      TextTableTests.table.text() == """
        method         accuracy  note
        ------------------------------------
        supervised  69.63 \u{B1} 1.2  labels only
        FixMatch            n/a  a | b
        DTA + SNL           7.1

        """)
  }

  @Test("Markdown keeps alignment and escapes bars")
  func markdown() {
    #expect(
      TextTableTests.table.markdown == """
        | method | accuracy | note |
        | --- | ---: | --- |
        | supervised | 69.63 \u{B1} 1.2 | labels only |
        | FixMatch | n/a | a \\| b |
        | DTA + SNL | 7.1 |  |

        """)
  }

  @Test("a last column of text is wrapped to the width")
  func wrapping() {
    let table = TextTable(
      [.init("name"), .init("summary")],
      rows: [["wrn-10-1", "Wide ResNet of depth 10 with 64 features"], ["x", "short"]])
    #expect(
      table.text(width: 32) == """
        name      summary
        --------------------------------
        wrn-10-1  Wide ResNet of depth
                  10 with 64 features
        x         short

        """)
    // Too narrow to wrap: rows stay whole.
    #expect(
      table.text(width: 12).hasSuffix(
        "\nwrn-10-1  Wide ResNet of depth 10 with 64 features\nx         short\n"))
  }

  @Test("alignment can be set, and an empty table is its head")
  func edges() {
    let table = TextTable([.init("a", .right), .init("b", .left)], rows: [["x", "1"]])
    #expect(table.markdown == "| a | b |\n| ---: | --- |\n| x | 1 |\n")
    #expect(TextTable([.init("a"), .init("b")], rows: []).text() == "a  b\n----\n")
    #expect(TextTable([], rows: []).text() == "\n\n")
  }

  @Test("styles change only the looks")
  func styles() {
    let style = TextStyle(usesColor: true, usesUnicode: true)
    let styled = TextTableTests.table.text(style: style)
    #expect(styled.hasPrefix("\u{1B}[1mmethod"))
    #expect(
      styled.replacing(#/\u{1B}\[[0-9]*m/#, with: "").replacing("\u{2500}", with: "-")
        == TextTableTests.table.text())
  }
}
