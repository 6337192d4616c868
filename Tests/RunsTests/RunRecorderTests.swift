import Export
import Foundation
import Inference
import Testing
import Training
import TrainingTestSupport

@testable import Runs

@Suite("Records of a run", .serialized)
struct RunRecorderTests {
  /// The tags of all values of an event file, with their steps.
  private func tags(_ file: [UInt8]) throws -> [(step: Int, tag: String)] {
    var result: [(Int, String)] = []
    for record in TFRecordFile.records(of: file) {
      var step = 0
      for field in try #require(ProtobufField.all(of: record)) {
        if field.number == 2, case .varint(let value) = field.content { step = Int(value) }
        guard field.number == 5, case .bytes(let summary) = field.content else { continue }
        for value in try #require(ProtobufField.all(of: summary)) {
          guard case .bytes(let message) = value.content,
            case .bytes(let tag) = ProtobufField.all(of: message)?.first?.content
          else { continue }
          result.append((step, String(decoding: tag, as: UTF8.self)))
        }
      }
    }
    return result
  }

  /// The lines without what differs from run to run: times.
  private func timeless(_ lines: [MetricsLine]) throws -> [String] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try lines.map { line in
      String(decoding: try encoder.encode(line), as: UTF8.self)
        .replacing(/"(secondsPerStep|imagesPerSecond)":[0-9.e+-]+/, with: "")
    }
  }

  @Test("a run writes one line for every stretch and epoch, and everything is there")
  func lines() throws {
    let run = try TinyRun()
    defer { run.remove() }
    try run.run()
    let lines = try run.lines
    let kinds = lines.map { line in
      switch line {
      case .run: "run"
      case .steps(let record): "steps \(record.step)"
      case .epoch(let record): "epoch \(record.step)"
      case .finished(let record): "finished \(record.step)"
      }
    }
    #expect(
      kinds == ["run"]
        + [
          "steps 1", "steps 2", "steps 3", "epoch 3", "steps 4", "steps 5", "steps 6", "epoch 6",
          "steps 7", "steps 8", "epoch 8", "finished 8",
        ])
    guard case .run(let record) = lines[0], case .steps(let steps) = lines[1],
      case .epoch(let epoch) = lines[4], case .finished(let finished) = lines[12]
    else {
      Issue.record("unexpected kinds")
      return
    }
    #expect(record.classNames.count == 7 && record.steps == 8 && record.epochSteps == 3)
    #expect(record.labeledPerClass == [2, 2, 2, 2, 2, 2, 2])
    #expect(Set(steps.losses.keys) == Set(record.losses))
    #expect(abs(steps.losses.values.reduce(0, +) - steps.loss) < 1e-5)
    #expect(steps.thresholds.count == 7)
    #expect(epoch.test?.sampleCount == 70)
    #expect(epoch.pseudoLabels?.seenCount == 24)
    #expect(epoch.pseudoLabels?.confidenceHistogram.reduce(0, +) == 24)
    #expect(finished.test?.reliability.count == 15)
    #expect(!finished.wasCancelled)
  }

  @Test("every number of the metrics is finite, and every line an object with its kind")
  func finite() throws {
    let run = try TinyRun(method: "flexmatch")
    defer { run.remove() }
    let folder = try run.run()
    let text = try String(
      contentsOf: folder.url.appendingPathComponent("metrics.jsonl"), encoding: .utf8)
    #expect(text.hasSuffix("\n"))
    for line in text.split(separator: "\n") {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
      #expect((object as? [String: Any])?["kind"] is String)
    }
  }

  @Test(
    "a run that goes on from any step has the records of a run in one go, each once",
    arguments: [1, 2, 3, 5, 6, 8])
  func resumes(stop: Int) throws {
    let whole = try TinyRun()
    defer { whole.remove() }
    try whole.run()

    let cut = try TinyRun()
    defer { cut.remove() }
    let trainer = try cut.makeTrainer()
    let folder = try RunFolder(
      creating: cut.url.path, configuration: cut.configuration, trainer: trainer)
    let recorder = try RunRecorder(folder, trainer: trainer)
    var saved: Checkpoint?
    // The run goes on for a while after its last checkpoint, and ends in the middle of a line.
    try trainer.run { event in
      try recorder.record(event, of: trainer)
      if case .epoch = event, trainer.step == stop { saved = try trainer.checkpoint() }
      if case .step = event, trainer.step == stop, stop % 3 != 0, stop != 8 {
        saved = try trainer.checkpoint()
      }
      return .proceed
    }
    let file = folder.url.appendingPathComponent("metrics.jsonl")
    try (Data(contentsOf: file) + Data(#"{"kind":"steps","step":4"#.utf8)).write(to: file)
    let eventURL = try #require(
      try FileManager.default.contentsOfDirectory(at: folder.url, includingPropertiesForKeys: nil)
        .first { $0.lastPathComponent.hasPrefix("events.out.tfevents.") })
    try (Data(contentsOf: eventURL) + Data([7, 0, 0, 0])).write(to: eventURL)

    let second = try cut.makeTrainer()
    try second.restore(from: try #require(saved))
    try cut.record(second, in: RunFolder(opening: cut.url.path))
    #expect(try timeless(cut.lines) == timeless(whole.lines))
    let (found, expected) = (try tags(cut.events), try tags(whole.events))
    #expect(found.map(\.tag) == expected.map(\.tag))
    #expect(found.map(\.step) == expected.map(\.step))
  }

  @Test("TensorBoard's file holds scalars, a histogram of confidence and images of every view")
  func eventTags() throws {
    let run = try TinyRun()
    defer { run.remove() }
    try run.run()
    let all = try tags(run.events)
    let names = Set(all.map(\.tag))
    for tag in [
      "train/loss", "train/learning_rate", "train/images_per_second", "test/accuracy",
      "pseudo_labels/coverage", "pseudo_labels/confidence", "threshold/happiness",
      "views/labeled_weak", "views/unlabeled_weak", "views/unlabeled_strong",
    ] {
      #expect(names.contains(tag), "\(tag)")
    }
    #expect(all.filter { $0.tag == "train/loss" }.map(\.step) == Array(1...8))
    #expect(all.filter { $0.tag == "test/accuracy" }.map(\.step) == [3, 6, 8])
  }

  @Test("a supervised run has no records of pseudo-labels")
  func supervised() throws {
    let run = try TinyRun(method: "supervised")
    defer { run.remove() }
    let folder = try run.run()
    for line in try run.lines {
      if case .epoch(let record) = line {
        #expect(record.pseudoLabels == nil && record.coverage == nil && record.thresholds == [])
      }
    }
    #expect(try tags(run.events).allSatisfy { !$0.tag.hasPrefix("pseudo_labels") })
    let samples = folder.url.appendingPathComponent("samples.json").path
    #expect(!FileManager.default.fileExists(atPath: samples))
  }

  @Test("a line that is not as it should be is named, and kinds of later versions are passed over")
  func malformed() throws {
    let run = try TinyRun()
    defer { run.remove() }
    try FileManager.default.createDirectory(at: run.url, withIntermediateDirectories: true)
    let file = run.url.appendingPathComponent("metrics.jsonl")
    try Data(#"{"kind":"weather","step":1}"#.utf8 + [0x0A]).write(to: file)
    #expect(try run.lines.isEmpty)
    for text in ["{", "", "[]", #"{"kind":"steps"}"#, #"{"step":3}"#, "\u{0}"] {
      try Data((#"{"kind":"weather"}"# + "\n" + text + "\n").utf8).write(to: file)
      let error = #expect(throws: RunFolderError.self) { try run.lines }
      #expect(error?.description.contains("metrics.jsonl: line 2: expected") == true)
    }
    let missing = MetricsFile(run.url.appendingPathComponent("nothing.jsonl"))
    #expect(throws: RunFolderError.self) { try missing.read() }
  }

  @Test("the images of an epoch carry the images of the pool and the policy's decisions")
  func samples() throws {
    let run = try TinyRun(method: "fixmatch", steps: 6)
    defer { run.remove() }
    let folder = try run.run()
    let data = try Data(contentsOf: folder.url.appendingPathComponent("samples.json"))
    let sheet = try JSONDecoder().decode(SampleSheet.self, from: data)
    #expect(sheet.step == 6 && sheet.epoch == 2)
    #expect(!sheet.items.isEmpty)
    for item in sheet.items {
      let isAccepted = item.sample.weight > 0
      #expect((item.outcome != .rejected) == isAccepted)
      #expect(item.png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
      if item.outcome == .accepted { #expect(item.sample.trueLabel == item.sample.pseudoLabel) }
      if item.outcome == .wrong { #expect(item.sample.trueLabel != item.sample.pseudoLabel) }
    }
    #expect(Set(sheet.items.map(\.sample.place)).count == sheet.items.count)
  }
}
