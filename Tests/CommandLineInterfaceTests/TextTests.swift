import TensorCore
import Testing

@testable import CommandLineInterface

@Suite("Text: wrapping, suggestions, numbers")
struct TextTests {
  @Test("text is wrapped at spaces, long words keep a line of their own")
  func wrapping() {
    #expect(wrapped("one two three", width: 8) == "one two\nthree")
    #expect(wrapped("one two", width: 7) == "one two")
    #expect(wrapped("one two three", width: 7) == "one\ntwo\nthree")
    #expect(wrapped("incomprehensibilities a", width: 5) == "incomprehensibilities\na")
    #expect(wrapped("a b\n\nc", width: 80, indent: 2) == "  a b\n\n  c")
    #expect(wrapped("", width: 10) == "")
    #expect(wrapped("a b", width: -3) == "a\nb")
  }

  @Test(
    "the edit distance counts insertions, deletions and replacements",
    arguments: [
      ("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("same", "same", 0),
      ("bar", "baz", 1), ("train", "trian", 2),
    ])
  func distance(first: String, second: String, expected: Int) {
    #expect(editDistance(first, second) == expected)
    #expect(editDistance(second, first) == expected)
  }

  @Test("the nearest candidate is suggested, below a distance of four, never one all different")
  func nearest() {
    #expect(suggestion(for: "--epoch", among: ["--epochs", "--eposch"]) == "--epochs")
    #expect(suggestion(for: "abcd", among: ["wxyzv", "abcdefgh"]) == nil)
    #expect(suggestion(for: "xyz", among: ["abc"]) == nil)
    #expect(suggestion(for: "x", among: []) == nil)
  }

  @Test("numbers read well and never depend on the locale")
  func numbers() {
    #expect(NumberText.count(0) == "0")
    #expect(NumberText.count(-1_234_567) == "-1,234,567")
    #expect(NumberText.count(999) == "999")
    #expect(NumberText.fixed(0.12345, decimals: 3) == "0.123")
    #expect(NumberText.fixed(.nan, decimals: 3) == "n/a")
    #expect(NumberText.percent(0.125, decimals: 1) == "12.5 %")
    #expect(NumberText.rate(5_120.4) == "5,120")
    #expect(NumberText.rate(3.14) == "3.1")
    #expect(NumberText.rate(.infinity) == "n/a")
    #expect(NumberText.duration(44.6) == "45s")
    #expect(NumberText.duration(59.7) == "1m 00s")
    #expect(NumberText.duration(123) == "2m 03s")
    #expect(NumberText.duration(3_900) == "1h 05m")
    #expect(NumberText.duration(-1) == "n/a")
    #expect(NumberText.duration(.infinity) == "n/a")
  }
}
