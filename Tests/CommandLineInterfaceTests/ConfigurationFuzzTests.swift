import Foundation
import Methods
import TestSupport
import Testing

@testable import CommandLineInterface

@Suite("Fuzz: configuration files", .timeLimit(.minutes(5)))
struct ConfigurationFuzzTests {
  @Test("a damaged file is refused or read, with no request beyond a bound")
  func files() {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    let seed = #"""
      {"data": "faces:train=140", "labels-per-class": 2, "set": ["threshold=0.7", "warm-up=true"],
       "learning-rate": 0.03, "json": true, "seed": 18446744073709551615, "split": null}
      """#
    let parameters = TrainCommand.description(.standard).parameters
    let fuzz = ReaderFuzz(
      "options", seeds: [Array(seed.utf8)], bound: 1 << 17,
      tokens: ["\"steps\": 1e99,", "{", "}", "[", "null", "true,", "\\ud800", "\"", "\"data\":"])
    let problem = fuzz.problem(at: file.path, of: ConfigurationFileError.self) {
      _ = try ConfigurationFile(path: file.path).values(of: parameters)
    }
    #expect(problem == nil)
  }
}
