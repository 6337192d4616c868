import Foundation
import Runs
import Testing
import Training
import TrainingTestSupport

@testable import Reports

@Suite("The report", .serialized)
struct RunReportTests {
  /// Rewrites the lines of a run's metrics, each a JSON object.
  private func rewriteMetrics(
    of run: TinyRun, _ change: ([[String: Any]]) -> [[String: Any]]
  ) throws {
    let file = run.url.appendingPathComponent("metrics.jsonl")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    var data = Data()
    for line in change(lines) {
      data += try JSONSerialization.data(withJSONObject: line) + Data([0x0A])
    }
    try data.write(to: file)
  }

  private func page(_ runs: TinyRun...) throws -> String {
    try RunReport(reading: runs.map(\.url.path)).html()
  }

  @Test("a page is well-formed, loads nothing, and shows every panel, image and setting")
  func everything() throws {
    let run = try TinyRun { $0.validationPerClass = 1 }
    defer { run.remove() }
    let folder = try run.run()
    // So short a run asks the same of all classes.
    try rewriteMetrics(of: run) { lines in
      lines.map { line in
        var line = line
        if line["kind"] as? String == "steps" {
          line["thresholds"] = (0..<7).map { 0.8 + 0.02 * Double($0) }
        }
        return line
      }
    }
    let file = try folder.writeReport()
    let page = try String(contentsOf: file, encoding: .utf8)
    #expect(file.lastPathComponent == "report.html")
    let read = try WellFormed(page)
    for title in [
      "Accuracy", "Loss", "Recall of every class", "Pseudo-labels", "Threshold of every class",
      "Accepted, by class", "Confidence over time", "Reliability", "Confusion matrix", "Figures",
      "Every class", "Images and their pseudo-labels", "Configuration", "finished, 8 steps",
    ] {
      #expect(read.texts.contains(title), "\(title)")
    }
    let samples = try #require(try RunHistory(reading: folder).samples)
    #expect(read.counts["img"] == samples.items.count)
    #expect(read.loads.allSatisfy { $0.hasPrefix("data:") })
    for sign in ["http:", "https:", "url(", "@import", "//cdn"] {
      #expect(!page.contains(sign), "\(sign)")
    }
    #expect(!page.contains("nan") && !page.contains("inf "))
    let hash = try #require(try folder.summary()?.weightsSHA256)
    #expect(page.contains(hash))
    #expect(
      page.contains(
        "semisup train --data faces:train=140,test=70,size=16 --method dta-snl --recipe default "
          + "--backbone convnet --attention 0 --batch-size 4 --epoch-steps 3 --labels-per-class 2"))
  }

  @Test("what a run has no numbers for is not there")
  func leftOut() throws {
    let run = try TinyRun(method: "supervised")
    defer { run.remove() }
    try run.run()
    let page = try page(run)
    let texts = try WellFormed(page).texts
    #expect(texts.contains("Accuracy") && texts.contains("Confusion matrix"))
    for title in [
      "Pseudo-labels", "Threshold", "Negative labels", "Confidence over time",
      "Images and their pseudo-labels", "right among accepted",
    ] {
      #expect(!texts.contains(title), "\(title)")
    }
    #expect(!page.contains("<h2>Pseudo-labels"))
  }

  @Test("a run of one epoch, one that was cut short and one without any record have a page")
  func short() throws {
    let one = try TinyRun(steps: 1, epochSteps: 1)
    defer { one.remove() }
    try one.run()
    #expect(try WellFormed(page(one)).texts.contains("Accuracy"))
    try rewriteMetrics(of: one) { Array($0.prefix(2)) }
    try FileManager.default.removeItem(at: one.url.appendingPathComponent("summary.json"))
    let cut = try page(one)
    #expect(cut.contains("unfinished, step 1 of 1") && cut.contains("The run was not finished"))
    #expect(!cut.contains("<h3>Accuracy") && cut.contains("<h3>Loss"))
    try FileManager.default.removeItem(at: one.url.appendingPathComponent("metrics.jsonl"))
    try FileManager.default.removeItem(at: one.url.appendingPathComponent("samples.json"))
    let empty = try WellFormed(page(one))
    #expect(empty.counts["svg"] == nil && empty.counts["pre"] == 1)
  }

  @Test("names that are markup are shown as text")
  func hostile() throws {
    let run = try TinyRun { $0.labelNoise = "symmetric:0.5" }
    defer { run.remove() }
    try run.run()
    let name = "</script><script>alert('x')</script>\"&\u{1}"
    try rewriteMetrics(of: run) { lines in
      var lines = lines
      lines[0]["classNames"] = [name] + (lines[0]["classNames"] as? [String] ?? []).dropFirst()
      return lines
    }
    let page = try page(run)
    let read = try WellFormed(page)
    #expect(read.counts["script"] == 1)
    #expect(read.texts.contains { $0.contains("<script>alert('x')</script>\"&\u{FFFD}") })
    for figure in try RunReport(reading: [run.url.path]).figures() {
      #expect(try WellFormed(figure.svg).counts["script"] == nil)
    }
  }

  @Test("the page of a run of two thousand epochs stays below 3 MiB, and says that it is thinned")
  func long() throws {
    let run = try TinyRun()
    defer { run.remove() }
    try run.run()
    try rewriteMetrics(of: run) { lines in
      let steps = lines.filter { $0["kind"] as? String == "steps" }
      let epochs = lines.filter { $0["kind"] as? String == "epoch" }
      return [lines[0]]
        + (1...2_000).flatMap { number in
          [steps[number % steps.count], epochs[number % epochs.count]].map { line in
            var line = line
            line["step"] = number * 50
            line["loss"] = 1 + 0.1 * Double(number % 7)
            if line["epoch"] != nil { line["epoch"] = number }
            return line
          }
        }
    }
    let page = try page(run)
    #expect(page.utf8.count < 3 << 20)
    #expect(page.contains("means of neighboring records"))
    #expect(page.contains("several epochs a column"))
    #expect(page.contains("step 100\u{2009}000 of 8"))
    _ = try WellFormed(page)
  }

  @Test("a damaged line and a damaged file are errors that name the file and the line")
  func damaged() throws {
    let run = try TinyRun(steps: 2, epochSteps: 2)
    defer { run.remove() }
    try run.run()
    let metrics = run.url.appendingPathComponent("metrics.jsonl")
    let whole = try Data(contentsOf: metrics)
    try (whole + Data("{\"kind\":\"epoch\"}\n".utf8)).write(to: metrics)
    let count = whole.split(separator: 0x0A).count
    #expect(
      #expect(throws: RunFolderError.self) { try page(run) }?.description
        .contains("metrics.jsonl: line \(count + 1): expected") == true)
    try whole.write(to: metrics)
    for name in ["samples.json", "summary.json"] {
      let file = run.url.appendingPathComponent(name)
      let kept = try Data(contentsOf: file)
      try Data("{}".utf8).write(to: file)
      let error = #expect(throws: RunFolderError.self) { try page(run) }
      #expect(error?.file == file.path)
      try kept.write(to: file)
    }
    _ = try page(run)
  }

  @Test("several runs are laid over one another, seeds with a mean and an interval")
  func compared() throws {
    let runs = try [("dta-snl", 1), ("dta-snl", 2), ("dta-snl", 3), ("fixmatch", 1)].map {
      try TinyRun(method: $0.0, seed: UInt64($0.1))
    }
    defer { for run in runs { run.remove() } }
    for run in runs { try run.run() }
    let report = try RunReport(reading: runs.map(\.url.path))
    let page = try report.html()
    let read = try WellFormed(page)
    #expect(read.texts.contains("4 runs compared"))
    #expect(read.texts.contains("dta-snl, 3 runs") && read.texts.contains("fixmatch"))
    #expect(page.contains("95 % intervals of the mean"))
    #expect(read.texts.contains { $0.contains(" ± ") })
    #expect(read.counts["details"] == 4 && read.loads.allSatisfy { $0.hasPrefix("data:") })
    let accuracies = try runs.prefix(3).map {
      try #require(try RunFolder(opening: $0.url.path).summary()?.accuracy)
    }
    let interval = Interval(accuracies)
    let half = try #require(interval.halfWidth)
    let text = String(format: "%.1f ± %.1f %%", interval.mean * 100, half * 100)
    #expect(read.texts.contains(text), "\(text)")

    let groups = RunGroups(report.runs)
    #expect(groups.groups.map(\.name) == ["dta-snl", "fixmatch"])
    #expect(groups.groups.map(\.runs.count) == [3, 1] && groups.seriesOfRuns == [0, 0, 0, 1])
    #expect(groups.differences.map(\.key) == ["method", "seed"])
    #expect(groups.differences.last?.values == ["1", "2", "3", "1"])
  }

  @Test("runs of other classes, and a run given twice, are refused")
  func refused() throws {
    let (one, other) = (try TinyRun(), try TinyRun(method: "fixmatch"))
    defer { for run in [one, other] { run.remove() } }
    for run in [one, other] { try run.run() }
    try rewriteMetrics(of: other) { lines in
      var lines = lines
      lines[0]["classNames"] = ["a", "b", "c", "d", "e", "f", "g"]
      return lines
    }
    let error = #expect(throws: RunFolderError.self) { try page(one, other) }
    #expect(error?.file == other.url.path)
    #expect(error?.reason.contains("found others (a, b, c, d, e, f, g)") == true)
    #expect(throws: RunFolderError.self) { try page(one, one) }
  }

  @Test("plots are files that stand alone, in folders of their runs if there are several")
  func figures() throws {
    let runs = [try TinyRun(), try TinyRun(method: "fixmatch")]
    let target = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer {
      for url in runs.map(\.url) + [target] { try? FileManager.default.removeItem(at: url) }
    }
    for run in runs { try run.run() }
    let single = try RunReport(reading: [runs[0].url.path]).figures()
    #expect(
      Set(single.map(\.name)).isSuperset(of: [
        "accuracy.svg", "loss.svg", "recall.svg", "thresholds.svg", "confidence.svg",
        "reliability.svg", "confusion.svg",
      ]))
    let report = try RunReport(reading: runs.map(\.url.path))
    let files = try report.writeFigures(to: target.path)
    #expect(files.count == (try report.figures().count))
    let names = files.map { $0.path.dropFirst(target.path.count + 1) }
    #expect(names.contains("compare-accuracy.svg"))
    #expect(names.contains("\(runs[1].url.lastPathComponent)/accuracy.svg"))
    for file in files {
      let text = try String(contentsOf: file, encoding: .utf8)
      let read = try WellFormed(text)
      #expect(read.counts["svg"] == 1 && read.loads.isEmpty, "\(file.lastPathComponent)")
      #expect(!text.contains("var(") && !text.contains("data-"))
      #expect(text.contains("xmlns=\"http://www.w3.org/2000/svg\""))
    }
  }
}
