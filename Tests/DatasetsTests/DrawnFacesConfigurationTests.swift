import Datasets
import Foundation
import Testing

@Suite("Configurations of drawn faces")
struct DrawnFacesConfigurationTests {
  @Test("a source names any of the options")
  func parsing() throws {
    #expect(try DrawnFacesConfiguration(parsing: "faces:") == DrawnFacesConfiguration())
    #expect(try DrawnFacesConfiguration(parsing: "") == DrawnFacesConfiguration())
    let all = try DrawnFacesConfiguration(
      parsing: "faces:train=700, test=70,size=48,seed=18446744073709551615,channels=1,balanced")
    #expect(
      all
        == DrawnFacesConfiguration(
          trainingCount: 700, testCount: 70, size: 48, seed: .max, channels: 1, isBalanced: true))
    #expect(try DrawnFacesConfiguration(parsing: "size=16").size == 16)
    #expect(try DrawnFacesConfiguration(parsing: "faces:frames=4").frameCount == 4)
    #expect(
      DrawnFacesConfiguration().description
        == "faces:train=4000,test=1000,size=32,seed=0,channels=3")
  }

  @Test("a configuration is encoded as its source and comes back the same")
  func coding() throws {
    for configuration in [
      DrawnFacesConfiguration(), DrawnFacesConfiguration(size: 64, seed: 5, isBalanced: true),
      DrawnFacesConfiguration(isBalanced: true, frameCount: 8),
    ] {
      let data = try JSONEncoder().encode([configuration])
      #expect(
        try JSONDecoder().decode([DrawnFacesConfiguration].self, from: data) == [configuration])
      #expect(try DrawnFacesConfiguration(parsing: configuration.description) == configuration)
    }
    expectError(saying: ["size"]) {
      _ = try JSONDecoder().decode(
        [DrawnFacesConfiguration].self, from: Data("[\"faces:size=3\"]".utf8))
    }
  }

  @Test(
    "a wrong option is an error that says what would be right",
    arguments: [
      ("faces:sise=32", ["'sise'", "Did you mean 'size'?", "balanced"]),
      ("faces:balance", ["'balance'", "Did you mean 'balanced'?"]),
      ("faces:xxxxxxxxxxxx=1", ["'xxxxxxxxxxxx'", "Known: train, test"]),
      ("faces:size=32,size=32", ["'size'", "twice"]),
      ("faces:size=15", ["'size'", "16 to 256", "'15'"]),
      ("faces:size=big", ["'size'", "whole number", "'big'"]),
      ("faces:size", ["'size'", "whole number"]),
      ("faces:train=6", ["'train'", "7 to 1000000"]),
      ("faces:test=1000001", ["'test'", "7 to 1000000"]),
      ("faces:channels=2", ["'channels'", "1 or 3"]),
      ("faces:channels=4", ["'channels'", "1 to 3"]),
      ("faces:seed=-1", ["'seed'", "'-1'"]),
      ("faces:balanced=yes", ["'balanced'", "no value", "'yes'"]),
      ("faces:frames=0", ["'frames'", "1 to 142", "'0'"]),
      ("faces:train=70,test=140,frames=11", ["'frames'", "1 to 10", "'11'"]),
      ("faces:train=100,", ["no option ''"]),
      ("faces:/some/folder", ["no option '/some/folder'"]),
    ])
  func errors(source: String, words: [String]) {
    expectError(saying: words) { _ = try DrawnFacesConfiguration(parsing: source) }
  }
}
