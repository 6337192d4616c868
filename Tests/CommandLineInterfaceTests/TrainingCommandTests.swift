import Foundation
import Testing

@testable import CommandLineInterface

@Suite("Commands that train", .serialized)
struct TrainingCommandTests {
  private static let small = [
    "--data", "faces:train=140,test=70,size=16", "--labels-per-class", "2", "--backbone", "convnet",
    "--batch-size", "4", "--unlabeled-ratio", "2", "--epoch-steps", "2", "--seed", "3",
  ]

  private func json(_ outcome: Outcome) throws -> [String: Any] {
    let last = try #require(outcome.output.split(separator: "\n").last)
    let object = try JSONSerialization.jsonObject(with: Data(last.utf8))
    return try #require(object as? [String: Any])
  }

  @Test("train ends with one line of JSON that holds what the design promises")
  func jsonLine() throws {
    let outcome = run(
      arguments: ["train", "--method", "dta-snl", "--steps", "4", "--json", "--quiet"]
        + Self.small)
    #expect(outcome.code == 0)
    let summary = try json(outcome)
    for key in [
      "method", "seed", "steps", "accuracy", "accuracyStudent", "accuracyMedian20",
      "balancedAccuracy", "macroF1", "expectedCalibrationError", "perClassRecall",
      "pseudoLabelCoverage", "secondsPerStep", "imagesPerSecond", "peakMemoryMiB",
      "weightsSHA256",
    ] {
      #expect(summary[key] != nil, "\(key)")
    }
    #expect(summary["method"] as? String == "dta-snl")
    #expect(summary["steps"] as? Int == 4)
    #expect((summary["weightsSHA256"] as? String)?.count == 64)
  }

  @Test("the same command gives the same weights with one and with two threads")
  func threads() throws {
    var hashes: Set<String> = []
    for threads in ["1", "2"] {
      let outcome = run(
        arguments: [
          "train", "--method", "fixmatch", "--steps", "4", "--json", "--quiet", "--threads",
          threads,
        ] + Self.small)
      hashes.insert(try #require(try json(outcome)["weightsSHA256"] as? String))
    }
    #expect(hashes.count == 1)
  }

  @Test("options may come from a file, over which the command line wins")
  func configurationFile() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    let options = #"""
      {"data": "faces:train=140,test=70,size=16", "labels-per-class": 2, "backbone": "convnet",
       "batch-size": 4, "unlabeled-ratio": 2, "epoch-steps": 2, "seed": 3, "method": "fixmatch",
       "set": ["threshold=0.7"], "steps": 4, "json": true, "quiet": true}
      """#
    try Data(options.utf8).write(to: file)
    let given = run(
      arguments: [
        "train", "--method", "flexmatch", "--steps", "3", "--set", "threshold=0.7", "--json",
        "--quiet",
      ] + Self.small)
    let read = run("train", "--config", file.path, "--steps", "3", "--method", "flexmatch")
    let hash = try #require(try json(given)["weightsSHA256"] as? String)
    #expect(try json(read)["weightsSHA256"] as? String == hash)
    try Data(#"{"data": "faces:", "step": 4}"#.utf8).write(to: file)
    #expect(
      run("train", "--config", file.path)
        == Outcome(
          code: 1, error: "Error: \(file.path): unknown key 'step'. Did you mean 'steps'?\n"))
  }

  @Test("the configuration of a run starts the same run again")
  func configurationOfARun() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let seed = "18446744073709551615"
    let first = run(
      arguments: [
        "train", "--method", "dta-snl", "--steps", "3", "--set", "nesterov=false", "--set",
        "weak=none", "--learning-rate", "0.012345678901234567", "--checkpoint-every", "2", "--json",
        "--quiet", "--output", folder.path,
      ] + Self.small + ["--seed", seed])
    let hash = try #require(try json(first)["weightsSHA256"] as? String)
    let file = folder.appendingPathComponent("config.json")
    let again = run(
      "train", "--config", file.path, "--json", "--quiet", "--output", folder.path + "2")
    defer { try? FileManager.default.removeItem(atPath: folder.path + "2") }
    #expect(try json(again)["weightsSHA256"] as? String == hash)
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: folder.path + "2/config.json"))
        == Data(contentsOf: file))
    let text = try String(contentsOf: file, encoding: .utf8)
    try Data(text.replacing("\"version\" : 2", with: "\"version\" : 3").utf8).write(to: file)
    #expect(
      run("train", "--config", file.path).error
        == "Error: \(file.path): expected the configuration of a run in form 2, found form 3\n")
  }

  @Test("a run that was kept can be evaluated, and gives the accuracy that it printed")
  func keepsAndEvaluates() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let trained = run(
      arguments: [
        "train", "--method", "fixmatch", "--steps", "4", "--json", "--quiet", "--output",
        folder.path,
      ] + Self.small)
    #expect(trained.code == 0, "\(trained.error)")
    let evaluated = run(
      arguments: ["evaluate", folder.path, "--data", "faces:train=140,test=70,size=16", "--json"])
    #expect(evaluated.code == 0, "\(evaluated.error)")
    let first = try json(trained)
    let second = try json(evaluated)
    #expect(first["accuracy"] as? Double == second["accuracy"] as? Double)
    #expect(first["weightsSHA256"] as? String == second["weightsSHA256"] as? String)
    let checkpoints = try FileManager.default.contentsOfDirectory(
      atPath: folder.path + "/checkpoints")
    let ofCheckpoint = run(
      "evaluate", folder.path + "/checkpoints/" + (try #require(checkpoints.max())), "--json",
      "--data", Self.small[1])
    #expect(try json(ofCheckpoint)["weightsSHA256"] as? String == first["weightsSHA256"] as? String)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(
      files.filter { !$0.hasPrefix("events.out.tfevents.") }
        == [
          "checkpoints", "config.json", "metrics.jsonl", "report.html", "samples.json",
          "split.json",
          "summary.json",
        ])

    let again = run(
      arguments: ["train", "--method", "fixmatch", "--steps", "2", "--output", folder.path]
        + Self.small)
    #expect(again.code == 1)
    #expect(
      again.error.contains("expected a new or an empty folder")
        && again.error.hasSuffix("of a run; semisup resume \(folder.path) goes on with it\n"))
    let finished = run("resume", folder.path)
    #expect(finished.error == "The run has come to its end already; this was its result.\n")
  }

  @Test("list names every method with its source, as JSON too")
  func list() throws {
    let outcome = run(arguments: ["list", "--json"])
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let lists = try #require(object as? [String: [[String: String]]])
    let methods = Set(lists["methods"]?.compactMap { $0["name"] } ?? [])
    #expect(methods.isSuperset(of: ["supervised", "fixmatch", "mean-teacher", "dta-snl"]))
    let ofOne = run("list", "dta-snl").output
    #expect(ofOne.components(separatedBy: "\nbuffers ").count == 2)
    #expect(ofOne.contains("batch-norm-momentum") && !ofOne.contains("0.1000000"))
    #expect(!run("list").output.contains("batch-norm-momentum"))
    let composed = run("list", "softmatch:ce+snl*0.1").output
    #expect(composed.contains("deviations") && composed.contains("snl.weight"))
    #expect(run("list", "fixd:ce").error.contains("Did you mean 'fixed'?"))
    for section in ["policies", "losses", "transforms", "optimizers", "schedules", "teachers"] {
      #expect(lists[section]?.isEmpty == false, "\(section)")
    }
    #expect(lists["methods"]?.allSatisfy { $0["source"]?.isEmpty == false } == true)
    let text = run(arguments: ["list"]).output
    #expect(text.contains("dta-snl") && text.contains("2601.05556"))
  }

  @Test("what does not go together is told with the usage or in one line")
  func errors() {
    let both = run(
      arguments: ["train", "--split", "labels.txt"] + Self.small)
    #expect(both.code == 64)
    #expect(both.error.contains("exclude each other"))
    let unknown = run(
      arguments: ["train", "--steps", "1", "--backbone", "wrn-11-1"]
        + Self.small.filter { $0 != "--backbone" && $0 != "convnet" })
    #expect(unknown.code == 64)
    #expect(unknown.error.contains("Did you mean 'wrn-10-1'?"))
    let setting = run(
      arguments: ["train", "--method", "fixmatch", "--set", "treshold=0.9"] + Self.small)
    #expect(setting.code == 64)
    #expect(setting.error.contains("Did you mean 'threshold'?"))
    let twice = run(arguments: ["train", "--set", "beta=0.9", "--set", "beta=0.8"] + Self.small)
    #expect(twice.code == 64)
    #expect(twice.error.contains("the setting 'beta' is given twice"))
    let malformed = run(arguments: ["train", "--set", "beta"] + Self.small)
    #expect(malformed.code == 64)
    #expect(malformed.error.contains("must be a name, '=' and a value"))
    let missing = run(arguments: ["evaluate", "nowhere", "--data", "faces:"])
    #expect(missing.code == 1)
    #expect(missing.error.contains("nowhere"))
  }
}
