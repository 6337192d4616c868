import Foundation
import Runs
import Testing
import Training

@testable import CommandLineInterface

/// Compares what the tool prints with the files in `Fixtures/`, letter by letter.
///
/// After a wanted change of help or of an error, this rewrites the files, to be read as a diff:
///
///     SEMISUPERVISED_RECORD=1 swift test -c release --filter TranscriptTests
@Suite("Transcripts of the command line, in full text")
struct TranscriptTests {
  private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures", isDirectory: true)
  private static let isRecording =
    ProcessInfo.processInfo.environment["SEMISUPERVISED_RECORD"] != nil

  private static func files(in part: String) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
      at: fixtures.appendingPathComponent(part), includingPropertiesForKeys: nil
    ).filter { $0.pathExtension == "txt" }.sorted { $0.path < $1.path }
  }

  /// Compares one file with what its command lines print now, or rewrites it.
  private func compare(_ file: URL, heading: String? = nil, in folder: String) throws {
    let text = try heading ?? String(contentsOf: file, encoding: .utf8)
    let played = Transcript(text).played(in: folder)
    if Self.isRecording {
      try played.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    let kept = try String(contentsOf: file, encoding: .utf8)
    let place = zip(kept.split(separator: "\n"), played.split(separator: "\n"))
      .first { $0 != $1 }
    #expect(
      kept == played,
      """
      \(file.lastPathComponent) differs\(place.map { ": expected '\($0)', found '\($1)'" } ?? ""); \
      SEMISUPERVISED_RECORD=1 swift test -c release --filter TranscriptTests rewrites it
      """)
  }

  @Test(
    "the help of every subcommand",
    arguments: [nil] + Semisup.description.subcommands.map { Optional($0.name) })
  func help(command: String?) throws {
    let file = Self.fixtures.appendingPathComponent("Help/\(command ?? "semisup").txt")
    if Self.isRecording || FileManager.default.fileExists(atPath: file.path) {
      try compare(
        file, heading: "$ semisup help" + (command.map { " " + $0 } ?? "") + "\n", in: "/nowhere")
    } else {
      Issue.record("no file \(file.lastPathComponent); record it")
    }
  }

  @Test("no file is left of a subcommand that is gone")
  func orphans() throws {
    let known = Set(["semisup"] + Semisup.description.subcommands.map(\.name))
    for file in try Self.files(in: "Help") {
      let name = file.deletingPathExtension().lastPathComponent
      #expect(known.contains(name), "\(name)")
    }
  }

  @Test("errors, with streams and exit codes")
  func errors() throws {
    let files = try Self.files(in: "Errors")
    #expect(!files.isEmpty)
    for file in files {
      let folder = try ErrorFixtures.makeFolder()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      try compare(file, in: folder)
    }
  }

  @Test("every subcommand has a recorded error of usage")
  func everySubcommand() throws {
    let commands = try Self.files(in: "Errors").flatMap {
      Transcript(try String(contentsOf: $0, encoding: .utf8)).commands
    }
    for command in Semisup.description.subcommands {
      #expect(
        commands.contains { $0.contains("semisup \(command.name) ") },
        "add a command line of '\(command.name)' to a file in Fixtures/Errors")
    }
  }
}

/// The files that recorded command lines are about.
enum ErrorFixtures {
  /// Makes a folder with files that are broken in known ways; the caller removes it.
  static func makeFolder() throws -> String {
    let manager = FileManager.default
    let url = manager.temporaryDirectory.appendingPathComponent("semisup-\(UUID().uuidString)")
    func write(_ text: String, to name: String) throws {
      let file = url.appendingPathComponent(name)
      try manager.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    try write("no image", to: "broken.png")
    try write("{\"data\": ", to: "broken.json")
    try write("0\n1\nten\n", to: "words.txt")
    try write("0\n999999\n", to: "beyond.txt")
    try write("something", to: "full/notes.txt")
    try write("not a checkpoint", to: "run/checkpoints/step-000000001.checkpoint")
    try write("{\"dat\": \"faces:\"}", to: "run/config.json")
    let configuration = try RunConfiguration(data: "faces:", method: "fixmatch").json()
    for (name, classNames, end) in [
      ("cut", "[\"fear\",\"anger\"]", "{\"kind\":\"steps\",\"step\":\n"),
      ("two", "[\"fear\",\"anger\"]", ""), ("three", "[\"fear\",\"anger\",\"joy\"]", ""),
    ] {
      try write(String(decoding: configuration, as: UTF8.self), to: "\(name)/config.json")
      try write(
        """
        {"kind":"run","version":1,"classNames":\(classNames),"steps":2,"epochSteps":1,"losses":[],\
        "labeledCount":2,"labeledPerClass":[1,1],"unlabeledCount":0,"validationCount":0,\
        "testCount":0}
        \(end)
        """, to: "\(name)/metrics.jsonl")
    }
    try manager.createDirectory(
      at: url.appendingPathComponent("empty"), withIntermediateDirectories: true)
    return url.path
  }
}
