import Datasets
import Foundation
import TestSupport
import Testing

@testable import CommandLineInterface

@Suite("Data formats on the command line", .serialized)
struct DataFormatTests {
  private let root: URL

  init() throws {
    root = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
  }

  private func train(_ data: String, _ more: String...) -> Outcome {
    run(
      arguments: [
        "train", "--data", data, "--backbone", "convnet", "--batch-size", "4",
        "--unlabeled-ratio", "2", "--steps", "2", "--epoch-steps", "2", "--json", "--quiet",
      ] + more)
  }

  private func json(_ outcome: Outcome) throws -> [String: Any] {
    let last = try #require(outcome.output.split(separator: "\n").last, "\(outcome.error)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
  }

  private static var canDecode: Bool {
    ProcessInfo.processInfo.environment["CI"] == "true"
      || (CodecLibrary.libturbojpeg.isAvailable && CodecLibrary.libpng.isAvailable)
  }

  @Test(
    "train reads every format", .enabled(if: canDecode, "libturbojpeg or libpng is not installed"),
    arguments: [
      ("rafdb", 7), ("affectnet", 8), ("affectnet-lists", 8), ("fer2013", 7),
      ("fer2013-folders", 7), ("ferplus", 8), ("ferplus-folders", 8), ("csv", 2),
    ])
  func formats(layout: String, classCount: Int) throws {
    defer { try? FileManager.default.removeItem(at: root) }
    switch layout {
    case "rafdb": try DatasetImitation.rafdb(root, train: 4, test: 1)
    case "affectnet": try DatasetImitation.affectNet(root, train: 4, test: 1)
    case "affectnet-lists": try DatasetImitation.affectNetLists(root, train: 4, test: 1)
    case "fer2013": try DatasetImitation.fer2013(root, train: 4, test: 1)
    case "fer2013-folders": try DatasetImitation.fer2013Folders(root, train: 4, test: 1)
    case "ferplus": try DatasetImitation.ferPlus(root, train: 4, test: 1)
    case "ferplus-folders": try DatasetImitation.ferPlusFolders(root, train: 4, test: 1)
    default: try DatasetImitation.csv(root, train: 4, test: 1)
    }
    let format = layout.split(separator: "-")[0]
    let path = format == "csv" ? root.path + "/list.csv" : root.path
    let summary = try json(
      train("\(format):\(path)", "--labels-per-class", "2", "--image-size", "16"))
    let recall = try #require(summary["perClassRecall"] as? [Any])
    #expect(recall.count == classCount)
  }

  @Test("seven classes, the validation part, a second source and the pool switch reach the run")
  func options() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    try DatasetImitation.ferPlus(root, train: 4, test: 2)
    try FileManager.default.createDirectory(
      at: root.appendingPathComponent("more"), withIntermediateDirectories: true)
    try Data(FileMaker.flat([90])).write(to: root.appendingPathComponent("more/a.pgm"))
    let folder = root.appendingPathComponent("run").path
    let outcome = train(
      "ferplus:\(root.path)", "--labels-per-class", "2", "--classes", "7", "--image-size", "16",
      "--validation-per-class", "2", "--unlabeled", "folder:\(root.path)/more",
      "--no-labeled-in-pool", "--output", folder)
    #expect(try (json(outcome)["perClassRecall"] as? [Any])?.count == 7)
    let file = URL(fileURLWithPath: folder + "/split.json")
    let split = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    let validation = try #require(split["validation"] as? [Int])
    // Twenty-eight training images come first, then the validation part.
    #expect(validation.count == 14 && validation.allSatisfy { (28..<42).contains($0) })
    #expect((split["labeled"] as? [Int])?.count == 14)
    let config = try String(contentsOfFile: folder + "/config.json", encoding: .utf8)
    for word in ["\"classCount\" : 7", "unlabeledData", "labeledInUnlabeledPool"] {
      #expect(config.contains(word))
    }
  }

  @Test("a model is tried on another set, whose classes are matched by name or by a map")
  func otherSet() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    for (name, value) in [("happiness", UInt8(200)), ("sadness", 20)] {
      for number in 0..<8 { try write("ours/\(name)/\(number).pgm", value) }
    }
    for (name, value) in [("sad", UInt8(20)), ("joyful", 200)] {
      for number in 0..<3 { try write("theirs/\(name)/\(number).pgm", value) }
    }
    // One image of a class is enough where nothing is divided.
    try write("theirs/contempt/0.pgm", 90)
    let folder = root.appendingPathComponent("run").path
    #expect(train("folder:\(root.path)/ours", "--output", folder).code == 0)
    let evaluate = ["evaluate", folder, "--data", "folder:\(root.path)/theirs", "--all", "--json"]
    let refused = run(arguments: evaluate)
    #expect(refused.code == 1)
    #expect(refused.error.contains("contempt, joyful") && refused.error.contains("--class-map"))
    let map = root.appendingPathComponent("map.csv")
    try Data("joyful,happiness\ncontempt,\n".utf8).write(to: map)
    let result = try json(run(arguments: evaluate + ["--class-map", map.path]))
    #expect(result["classNames"] as? [String] == ["happiness", "sadness"])
    let confusion = try #require(result["confusionMatrix"] as? [[Int]])
    #expect(confusion.map { $0.reduce(0, +) } == [3, 3])
    try Data("gleeful,happiness\n".utf8).write(to: map)
    let wrong = run(arguments: evaluate + ["--class-map", map.path])
    #expect(wrong.error.contains("no class 'gleeful'"))
    let part = run(arguments: ["evaluate", folder, "--data", "folder:\(root.path)/ours"])
    #expect(part.error == "These are the test images, 4 of 16; '--all' takes all.\n")
    let both = run(arguments: evaluate + ["--test-fraction", "0.5"])
    #expect(both.error.contains("'--all' and '--test-fraction' exclude each other"))
  }

  @Test("a broken image is named, or left out, counted and listed")
  func unreadable() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    for name in ["a", "b"] {
      for number in 0..<6 { try write("\(name)/\(number).pgm", UInt8(50 + number)) }
    }
    try Data([1, 2, 3]).write(to: root.appendingPathComponent("b/4.pgm"))
    let refused = train("folder:\(root.path)")
    #expect(refused.code == 1 && refused.error.contains("/b/4.pgm: expected a PNG"))
    let skipped = train("folder:\(root.path)", "--skip-unreadable")
    #expect(skipped.code == 0, "\(skipped.error)")
    #expect(skipped.error.contains("1 image cannot be read and is left out:\n"))
    #expect(skipped.error.contains("/b/4.pgm: expected a PNG, JPEG, PPM or PGM image"))
  }

  @Test("--cache keeps decoded images there, and the run is the same")
  func cache() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    for name in ["a", "b"] {
      for number in 0..<6 { try write("data/\(name)/\(number).pgm", UInt8(50 + number)) }
    }
    let folder = root.appendingPathComponent("cache").path
    let data = "folder:\(root.path)/data"
    let hashes = try [
      train(data), train(data, "--cache", folder), train(data, "--cache", folder),
      run(
        arguments: [
          "train", "--data", data, "--backbone", "convnet", "--batch-size", "4",
          "--unlabeled-ratio", "2", "--steps", "2", "--epoch-steps", "2", "--json", "--quiet",
        ], environment: ["XDG_CACHE_HOME": root.path]),
    ].map { try #require(try json($0)["weightsSHA256"] as? String) }
    #expect(Set(hashes).count == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: root.path + "/semisup").count == 1)
    let both = train(data, "--cache", folder, "--no-cache")
    #expect(both.code == 64 && both.error.contains("exclude each other"))

    let (place, other) = (root.path + "/run", root.path + "/other")
    #expect(train(data, "--no-cache", "--output", place).code == 0)
    try FileManager.default.removeItem(atPath: place + "/summary.json")
    let resumed = run(arguments: ["resume", place, "--cache", other, "--json", "--quiet"])
    #expect(try json(resumed)["weightsSHA256"] as? String == hashes[0])
    #expect(try FileManager.default.contentsOfDirectory(atPath: other).count == 1)
  }

  @Test("a person is on one side with --group-by")
  func groups() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    for name in ["neutral", "smiling"] {
      for number in 0..<20 { try write("data/\(name)/\(number).pgm", UInt8(50 + number)) }
    }
    let folder = root.appendingPathComponent("run").path
    let outcome = train(
      "folder:\(root.path)/data", "--group-by", "file", "--test-fraction", "0.3",
      "--labels-per-class", "4", "--validation-per-class", "3", "--output", folder)
    #expect(outcome.code == 0, "\(outcome.error)")
    let file = URL(fileURLWithPath: folder + "/split.json")
    let split = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    // Fourteen people are left of each class, in the same order.
    let labeled = try #require(split["labeled"] as? [Int])
    let validation = try #require(split["validation"] as? [Int])
    #expect(Set(labeled.map { $0 % 14 }).count == 4)
    #expect(Set(validation.map { $0 % 14 }).count == 3)
    #expect(Set(labeled.map { $0 % 14 }).isDisjoint(with: validation.map { $0 % 14 }))
    let wrong = train("folder:\(root.path)/data", "--group-by", "person")
    #expect(wrong.code == 64 && wrong.error.contains("'file', 'folder', 'prefix' or 'column'"))
  }

  private func write(_ name: String, _ value: UInt8) throws {
    let url = root.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(FileMaker.flat([value], width: 16, height: 16)).write(to: url)
  }
}
