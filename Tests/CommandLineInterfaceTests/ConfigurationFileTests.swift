import Foundation
import Testing

@testable import CommandLineInterface

@Suite("Configuration files")
struct ConfigurationFileTests {
  private func greet(_ json: String, _ arguments: String...) throws -> (Outcome, file: String) {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("semisup-\(UUID().uuidString).json").path
    try Data(json.utf8).write(to: URL(fileURLWithPath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    let captured = CapturedConsole()
    let code = CommandLineTool.main(
      arguments: ["greet", "--config", file] + arguments, root: SampleTool.root,
      console: captured.console)
    return (Outcome(code: code, output: captured.output, error: captured.error), file)
  }

  private func expect(
    _ json: String, fails problem: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let (outcome, file) = try greet(json)
    #expect(
      outcome == Outcome(code: 1, error: "Error: \(file): \(problem)\n"),
      sourceLocation: sourceLocation)
  }

  @Test("keys are option names, values are texts, numbers, truths and lists; null is not given")
  func values() throws {
    let (outcome, _) = try greet(
      """
      {"name": "Ada", "count": 5, "rate": 0.25, "mood": "eager", "tag": ["x", 2], "ema": false,
       "loud": true, "color": null, "files": ["a.png"]}
      """)
    #expect(
      outcome
        == Outcome(
          code: 0,
          output: """
            name Ada count 5 configurationFile rate 0.25 mood eager color nil city nil \
            tags ["x", "2"] ema false loud true very false secret false files ["a.png"]

            """))
  }

  @Test("the command line wins over the file")
  func precedence() throws {
    let (outcome, _) = try greet(
      #"{"name": "Ada", "count": 5, "tag": ["x"], "ema": false}"#, "--count", "7", "-t", "y",
      "--ema")
    #expect(outcome.code == 0)
    #expect(outcome.output.hasPrefix("name Ada count 7 commandLine "))
    #expect(outcome.output.contains("tags [\"y\"] ema true"))
  }

  @Test("unknown keys, wrong values and other JSON are errors that name the file")
  func errors() throws {
    try expect(#"{"cuont": 5}"#, fails: "unknown key 'cuont'. Did you mean 'count'?")
    try expect(#"{"frobnication": 5}"#, fails: "unknown key 'frobnication'")
    try expect(#"{"config": "x"}"#, fails: "unknown key 'config'")
    try expect(
      #"{"count": 50}"#, fails: "the value '50' is invalid for 'count': must be from 1 to 10")
    try expect(#"{"count": true}"#, fails: "the value 'true' is invalid for 'count'")
    try expect(
      #"{"mood": "sad"}"#,
      fails: "the value 'sad' is invalid for 'mood': expected one of calm, eager")
    try expect(#"{"count": [1, 2]}"#, fails: "'count' takes one value, found a list")
    let form =
      "expected a JSON object whose keys are option names and whose values are texts, "
      + "numbers, true, false, null or lists of them"
    try expect("[1]", fails: form)
    try expect("{", fails: form)
    try expect(#"{"count": {"a": 1}}"#, fails: "'count' takes a value, found an object")
    try expect(#"{"count": {"a": [1]}}"#, fails: form)
    try expect(#"{"tag": [["a"]]}"#, fails: form)
    #expect(
      run("greet", "--config", "/no/such/file.json", root: SampleTool.root)
        == Outcome(code: 1, error: "Error: /no/such/file.json: cannot be read\n"))
  }

  @Test("a required option may come from the file, and is missed if it comes from nowhere")
  func required() throws {
    #expect(try greet("{}").0.code == 64)
    #expect(try greet(#"{"name": "Ada"}"#).0.code == 0)
  }
}
