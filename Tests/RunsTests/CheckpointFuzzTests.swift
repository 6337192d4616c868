import Backbones
import Foundation
import Parts
import Runs
import TensorCore
import TestSupport
import Testing
import Training

@Suite("Fuzz: checkpoints and configurations", .timeLimit(.minutes(5)))
struct CheckpointFuzzTests {
  private static let network = ConvNet(classCount: 3, width: 1)

  private func store() -> ParameterStore {
    let store = ParameterStore(layout: Self.network.layout, isTrained: true)
    store.initialize(using: RandomKey(seed: 1))
    return store
  }

  private func checkpoint() throws -> Checkpoint {
    let store = store()
    var checkpoint = Checkpoint()
    try checkpoint.save(store, as: .student)
    try checkpoint.save(OptimizerState(.adam(), for: store))
    try checkpoint.encode(["a": 1.5, "b": .infinity], as: .progress)
    try checkpoint.set(configuration().json(), as: .configuration)
    return checkpoint
  }

  private func configuration() -> RunConfiguration {
    var configuration = RunConfiguration(data: "faces:", method: "fixmatch", seed: 3)
    configuration.settings = ["threshold": .number(0.9), "nesterov": .flag(false)]
    configuration.learningRate = 0.01
    configuration.labelsPerClass = 4
    return configuration
  }

  @Test("a damaged checkpoint is refused or read, with no request beyond a bound")
  func checkpoints() throws {
    let seed = Array(try checkpoint().serialized())
    let fuzz = ReaderFuzz(
      "checkpoint", seeds: [seed], bound: seed.count + (1 << 17),
      tokens: [#"{"length":8,"name":"x","sha256":""},"#, "]", "[", #""name":"student""#, "9e18"],
      repair: { bytes in
        // The hash of the header, so that its contents are looked at.
        guard bytes.count > 48 else { return }
        let length = bytes[12..<16].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= bytes.count - 48 else { return }
        var hash = SHA256()
        hash.update(Data(bytes[0..<16]))
        hash.update(Data(bytes[48..<48 + length]))
        bytes.replaceSubrange(16..<48, with: hash.digest())
      })
    let problem = fuzz.problem(of: CheckpointError.self) { bytes in
      _ = try Checkpoint(bytes: Data(bytes), file: "a.checkpoint")
    }
    #expect(problem == nil)
  }

  @Test("sections that are whole, but hold something else, are refused or read")
  func sections() throws {
    let checkpoint = try checkpoint()
    let store = store()
    let optimizer = OptimizerState(.adam(), for: store)
    for name in [Checkpoint.Name.student, .optimizer, .progress, .configuration] {
      let seed = Array(try checkpoint.bytes(of: name))
      let fuzz = ReaderFuzz(
        "section \(name.rawValue)", seeds: [seed], bound: 4 * seed.count + (1 << 17), count: 2_500)
      let problem = fuzz.problem(of: CheckpointError.self) { bytes in
        var damaged = Checkpoint()
        damaged.set(Data(bytes), as: name)
        switch name {
        case .student: try damaged.restore(store, from: name)
        case .optimizer: try damaged.restore(optimizer)
        case .progress: _ = try damaged.decode([String: Double].self, from: name)
        default: _ = try damaged.configuration()
        }
      }
      #expect(problem == nil)
    }
  }

  @Test("a damaged configuration is refused or read, with no request beyond a bound")
  func configurations() throws {
    let fuzz = ReaderFuzz(
      "configuration", seeds: [Array(try configuration().json())], bound: 1 << 17,
      tokens: [
        "\"seed\": 1,", "\"steps\": 1e99,", "\"version\": 3,", "{", "}", "null", "[", "true",
        "\"notFinite\": \"skip\",", "\\ud800", "\"",
      ])
    let problem = fuzz.problem(of: RunConfigurationError.self) { bytes in
      let read = try RunConfiguration(json: Data(bytes), name: "config.json")
      do {
        _ = try read.hash()
      } catch is PartError {
        // Names and values that no part has.
      }
    }
    #expect(problem == nil)
  }
}
