import Synchronization
import Testing

@testable import CommandLineInterface

@Suite("Progress")
struct ProgressTests {
  private static let sample = RunProgress(
    title: "dta-snl", step: 840, stepCount: 2_000,
    losses: [
      .init(name: "supervised", value: 0.25), .init(name: "pseudo-label", value: 0.5),
      .init(name: "negative", value: 0.125),
    ],
    coverage: 0.634, imagesPerSecond: 5_120.3, secondsLeft: 123)

  private static let unicode = TextStyle(usesColor: false, usesUnicode: true)

  @Test(
    "the line keeps what matters as it gets narrower",
    arguments: [
      (
        160,
        "dta-snl  42% ##########----------------   840/2000  loss 0.875  supervised 0.250  "
          + "pseudo-label 0.500  negative 0.125  coverage 63 %  5,120 images/s  2m 03s left"
      ),
      (
        100,
        "dta-snl  42% ########------------   840/2000  loss 0.875  coverage 63 %  5,120 images/s  "
          + "2m 03s left"
      ),
      (
        72,
        "dta-snl  42% #########--------------   840/2000  loss 0.875  2m 03s left"
      ),
      (60, "dta-snl  42% ####-------   840/2000  loss 0.875  2m 03s left"),
      (40, "dta-snl  42%   840/2000  2m 03s left"),
      (25, "dta-snl  42%   840/2000"),
      (12, "dta-snl  42%"),
      (11, ""),
    ])
  func widths(width: Int, expected: String) {
    #expect(ProgressLine(ProgressTests.sample).text(width: width, style: .plain) == expected)
  }

  @Test("the line is never wider than asked, and never breaks")
  func neverTooWide() {
    for width in 0...220 {
      for step in [0, 1, 999, 2_000, 2_500] {
        var progress = ProgressTests.sample
        progress.step = step
        let line = ProgressLine(progress).text(width: width, style: ProgressTests.unicode)
        #expect(line.count <= width)
        #expect(!line.contains("\n"))
      }
    }
  }

  @Test("colors do not change what is written")
  func colors() {
    let styled = ProgressLine(ProgressTests.sample).text(
      width: 120, style: TextStyle(usesColor: true, usesUnicode: false))
    #expect(styled.contains("\u{1B}[36m"))
    #expect(
      styled.replacing(#/\u{1B}\[[0-9]*m/#, with: "")
        == ProgressLine(ProgressTests.sample).text(width: 120, style: .plain))
  }

  @Test("percent is rounded down, values that are not numbers are said to be none")
  func edges() {
    var progress = RunProgress(step: 1_999, stepCount: 2_000)
    #expect(ProgressLine(progress).plainText == " 99%  1999/2000")
    progress.step = 2_000
    progress.secondsLeft = 3
    #expect(ProgressLine(progress).plainText == "100%  2000/2000")
    let empty = RunProgress(step: 0, stepCount: 0)
    #expect(ProgressLine(empty).plainText == "100%  0/0")
    let odd = RunProgress(
      step: 1, stepCount: 4, losses: [.init(name: "x", value: .nan)], imagesPerSecond: .infinity,
      secondsLeft: .nan)
    #expect(ProgressLine(odd).plainText == " 25%  1/4  loss n/a  n/a images/s  n/a left")
  }

  @Test("on a terminal the line is drawn in place, at most ten times a second, and at the end")
  func live() {
    let captured = CapturedConsole(
      environment: ["COLUMNS": "40", "NO_COLOR": "1"], isTerminal: true)
    let time = Mutex(100.0)
    let printer = ProgressPrinter(console: captured.console) { time.withLock { $0 } }
    for step in 1...100 {
      time.withLock { $0 += 0.011 }
      printer.update(RunProgress(step: step, stepCount: 100))
    }
    printer.finish()
    let draws = captured.error.split(separator: "\r")
    #expect((10...12).contains(draws.count))
    #expect(draws.allSatisfy { $0.contains("\u{1B}[K") })
    #expect(captured.error.hasPrefix("\r  1% -------------------------    1/100\u{1B}[K\r"))
    #expect(captured.error.hasSuffix("\r100% #########################  100/100\u{1B}[K\n"))
    #expect(captured.error.filter { $0 == "\n" }.count == 1)
    #expect(captured.output.isEmpty)
  }

  @Test("a note stands above the line")
  func note() {
    let captured = CapturedConsole(
      environment: ["COLUMNS": "30", "NO_COLOR": "1"], isTerminal: true)
    let printer = ProgressPrinter(console: captured.console) { 0 }
    printer.note("first")
    printer.update(RunProgress(step: 1, stepCount: 2))
    printer.note("second")
    printer.finish()
    let line = "\r 50% #########----------  1/2\u{1B}[K"
    #expect(captured.error == "first\n" + line + "\r\u{1B}[Ksecond\n" + line + "\n")
  }

  @Test("elsewhere a plain line comes at every twentieth, and once a minute if that is rarer")
  func plain() {
    let captured = CapturedConsole()
    let time = Mutex(0.0)
    let printer = ProgressPrinter(console: captured.console) { time.withLock { $0 } }
    for step in 1...1_000 {
      time.withLock { $0 += 0.125 }
      printer.update(RunProgress(step: step, stepCount: 1_000))
    }
    printer.finish()
    #expect(
      captured.error
        == (1...20).map { part in
          padded(part * 5, 3) + "%  " + padded(part * 50, 4) + "/1000\n"
        }.joined())

    let slow = CapturedConsole()
    let slowPrinter = ProgressPrinter(console: slow.console) { time.withLock { $0 } }
    for step in 1...13 {
      time.withLock { $0 += 10 }
      slowPrinter.update(RunProgress(step: step, stepCount: 10_000))
    }
    slowPrinter.finish()
    #expect(slow.error == "  0%      7/10000\n  0%     13/10000\n")
  }

  private func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: " ", count: width - text.count) + text
  }

  @Test("a run that stops early shows where it stopped")
  func interrupted() {
    let captured = CapturedConsole()
    let printer = ProgressPrinter(console: captured.console) { 0 }
    printer.update(RunProgress(step: 1, stepCount: 1_000))
    printer.update(RunProgress(step: 2, stepCount: 1_000))
    printer.finish()
    #expect(captured.error == "  0%     2/1000\n")
    let unused = CapturedConsole()
    ProgressPrinter(console: unused.console).finish()
    #expect(unused.error.isEmpty)
  }

  @Test("the meter's first estimate is the first step's time, later ones follow slowly")
  func meter() throws {
    var meter = ProgressMeter()
    #expect(meter.imagesPerSecond == nil)
    #expect(meter.secondsLeft(steps: 10) == nil)
    meter.note(seconds: 0.5, images: 100)
    #expect(abs(try #require(meter.imagesPerSecond) - 200) < 1e-9)
    #expect(abs(try #require(meter.secondsLeft(steps: 10)) - 5) < 1e-9)
    for _ in 0..<300 { meter.note(seconds: 0.25, images: 100) }
    #expect(abs(try #require(meter.secondsLeft(steps: 4)) - 1) < 1e-3)
    #expect(meter.secondsLeft(steps: -1) == 0)
  }
}
