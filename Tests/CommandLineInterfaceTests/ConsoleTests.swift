import Testing

@testable import CommandLineInterface

@Suite("Console")
struct ConsoleTests {
  private func console(
    _ environment: [String: String], isTerminal: Bool = true, width: Int? = nil
  ) -> Console {
    Console(
      environment: environment, write: { _, _ in }, isTerminal: { _ in isTerminal },
      reportedWidth: { width })
  }

  @Test("the width is COLUMNS, else the terminal's, else 80")
  func width() {
    #expect(console(["COLUMNS": "120"], width: 100).width == 120)
    #expect(console(["COLUMNS": ""], width: 100).width == 100)
    #expect(console(["COLUMNS": "0"], width: 100).width == 100)
    #expect(console(["COLUMNS": "wide"]).width == 80)
    #expect(console([:]).width == 80)
  }

  @Test("color needs a terminal, and gives way to NO_COLOR and dumb terminals")
  func color() {
    #expect(console([:]).style(of: .output).usesColor)
    #expect(console(["NO_COLOR": ""]).style(of: .output).usesColor)
    #expect(!console(["NO_COLOR": "1"]).style(of: .output).usesColor)
    #expect(!console(["TERM": "dumb"]).style(of: .error).usesColor)
    #expect(!console([:], isTerminal: false).style(of: .error).usesColor)
  }

  @Test("letters outside ASCII need a UTF-8 locale")
  func unicode() {
    #expect(console(["LANG": "en_US.UTF-8"]).style(of: .output).usesUnicode)
    #expect(console(["LC_ALL": "C.utf8", "LANG": "C"]).style(of: .output).usesUnicode)
    #expect(!console(["LC_ALL": "C", "LANG": "en_US.UTF-8"]).style(of: .output).usesUnicode)
    #expect(!console([:]).style(of: .output).usesUnicode)
  }
}
