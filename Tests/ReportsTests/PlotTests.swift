import Foundation
import Testing

@testable import Reports

@Suite("Plots")
struct PlotTests {
  private func image(_ plot: Plot?) throws -> String {
    let text = try #require(plot).image(.file)
    _ = try WellFormed(text)
    #expect(!text.contains("nan") && !text.contains("inf"))
    return text
  }

  @Test("values that are not finite leave a gap, and a plot without any other is none")
  func notFinite() throws {
    let values: [(x: Double, y: Double?)] = [
      (1, .nan), (2, 0.5), (3, .infinity), (4, nil), (5, 0.25), (6, -.infinity),
    ]
    let curve = Curve("a", series: 0, values: values)
    #expect(curve.points.map(\.x) == [2, 5] && curve.points.map(\.y) == [0.5, 0.25])
    _ = try image(LinePlot.make("a", title: "A", curves: [curve]))
    let empty = Curve("b", series: 1, values: [(1, .nan), (2, nil)])
    #expect(LinePlot.make("b", title: "B", curves: [empty]) == nil)
    #expect(LinePlot.make("c", title: "C", curves: []) == nil)
  }

  @Test(
    "one value, equal values, and values of any size have an axis",
    arguments: [[0.0], [1], [0.95, 0.95], [-3, 5], [1e-12, 2e-12], [1e300, -1e300], [3e38, 0]])
  func sizes(values: [Double]) throws {
    let curve = Curve(
      "a", series: 0, values: values.enumerated().map { (Double($0.offset), $0.element) })
    let text = try image(LinePlot.make("a", title: "A", curves: [curve]))
    #expect(text.utf8.count < 20_000)
    let scale = PlotScale((values.min() ?? 0)...(values.max() ?? 0), over: (200, 10))
    #expect(!scale.ticks.isEmpty && scale.ticks.count < 14)
    #expect(scale.ticks.allSatisfy { (9.9...200.1).contains(scale($0)) })
  }

  @Test("an axis of shares never leaves 0 and 1")
  func bounded() {
    for values in [0.0...1.0, 0.97...1.0, 1.0...1.0, 0.0...0.0, 0.001...0.999] {
      let scale = PlotScale(values, over: (200, 10), style: .percent, within: 0...1)
      #expect(scale.domain.lowerBound >= 0 && scale.domain.upperBound <= 1)
      #expect(scale.domain.contains(values.lowerBound) && scale.domain.contains(values.upperBound))
    }
  }

  @Test("a thinned line keeps its ends, its mean and its extremes")
  func thinned() throws {
    let values = (0..<2_000).map { (x: Double($0), y: Double(($0 * 37) % 101)) }
    let points = Curve.drawnTogether(values, limit: 240)
    #expect(points.count == 240 && points[0].x == 0 && points[239].x == 1_999)
    #expect(points.map(\.range.lowerBound).min() == 0)
    #expect(points.map(\.range.upperBound).max() == 100)
    #expect(zip(points, points.dropFirst()).allSatisfy { $0.x < $1.x })
    let mean = points.reduce(0) { $0 + $1.y } / 240
    #expect(abs(mean - values.reduce(0) { $0 + $1.y } / 2_000) < 0.5)
    #expect(Curve.drawnTogether(values, limit: 2_000).map(\.y) == values.map(\.y))
  }

  @Test("many classes are drawn as shades, and too many not at all", arguments: [13, 41, 100, 201])
  func manyClasses(count: Int) throws {
    let names = (0..<count).map { "class number \($0)" }
    let epochs = (1...500).map { step in
      (step: step, values: (0..<count).map { Double(($0 + step) % 11) / 10 as Double? })
    }
    let map = TimeMapPlot.classes("m", title: "M", note: "", classNames: names, epochs: epochs)
    let counts = (0..<count).map { row in (0..<count).map { ($0 * 7 + row) % 13 } }
    let confusion = ConfusionPlot.make(counts, classNames: names)
    if count > TimeMapPlot.classLimit {
      #expect(map == nil && confusion == nil)
    } else {
      #expect(try image(map).utf8.count < 500_000)
      #expect(try image(confusion).utf8.count < 500_000)
    }
    #expect(ConfusionPlot.make([[0, 0], [0, 0]], classNames: ["a", "b"]) == nil)
  }

  @Test("texts are escaped, and what XML forbids is replaced")
  func escaped() throws {
    #expect(Markup.escape("<a href='x'>&\"") == "&lt;a href=&#39;x&#39;&gt;&amp;&quot;")
    #expect(Markup.escape("\u{0}\u{B}\u{FFFF}\t") == "\u{FFFD}\u{FFFD}\u{FFFD}\t")
  }

  @Test("numbers read the same in every locale")
  func numbers() {
    #expect(ReportNumber.fixed(-0.25, decimals: 2) == "−0.25")
    #expect(ReportNumber.fixed(.nan, decimals: 2) == "–")
    #expect(ReportNumber.fixed(3e38, decimals: 0) == "3.00e+38")
    #expect(ReportNumber.percent(0.1234) == "12.3 %" && ReportNumber.percent(nil) == "–")
    #expect(ReportNumber.count(1_234) == "1234")
    #expect(ReportNumber.count(1_234_567) == "1\u{2009}234\u{2009}567")
    #expect(ReportNumber.duration(7.25) == "7.2 s" && ReportNumber.duration(3_661) == "1 h 01 min")
  }
}
