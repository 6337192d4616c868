import Testing
import Training
import TrainingSteps

@Suite("Methods by their parts", .serialized)
struct MethodCompositionTests {
  private func trained(_ name: String, _ settings: [String: SettingValue]) throws -> String {
    let pipeline = try Method.named(name).pipeline(
      TinyData.backbone(), .standard, 12, settings: settings)
    return try Trainer(
      pipeline: pipeline, data: TinyData.data(),
      options: TrainingOptions(steps: 12, epochSteps: 4, batchSize: 6, unlabeledRatio: 2, seed: 5)
    ).run().weightsSHA256
  }

  @Test("the parts of a method of the literature are that method, to the bit")
  func sameBits() throws {
    let confident: [String: SettingValue] = ["threshold": .number(0.4)]
    #expect(try trained("fixed:ce", confident) == trained("fixmatch", confident))
    let curriculum = confident.merging(["floor": .number(0.3)]) { $1 }
    #expect(try trained("flexmatch:ce", curriculum) == trained("flexmatch", curriculum))
    let dynamic: [String: SettingValue] = [
      "floor": .number(0.3), "initial-threshold": .number(0.4),
      "negative-probability": .number(0.5),
    ]
    #expect(try trained("dta:ce+snl", dynamic) == trained("dta-snl", dynamic))
  }

  @Test("negative learning changes every threshold's run, and takes its settings with it")
  func negativeLearning() throws {
    for threshold in ["fixed", "flexmatch", "dta"] {
      let plain = try Method.named(threshold + ":ce")
      let both = try Method.named(threshold + ":ce+snl")
      #expect(!plain.settings.contains { $0.declaration.name == "negative-weight" })
      #expect(both.settings.contains { $0.declaration.name == "negative-weight" })
      // Curriculum thresholds begin at zero, where no sample is rejected.
      let strict: [String: SettingValue] =
        threshold == "flexmatch" ? ["floor": .number(0.9)] : [:]
      let broad = strict.merging(["negative-probability": .number(0.5)]) { $1 }
      #expect(try trained(both.name, broad) != trained(plain.name, strict), "\(threshold)")
    }
  }

  @Test(
    "unknown parts are told with the nearest",
    arguments: [
      ("fixd:ce", "Did you mean 'fixed'?"), ("dta:ce+sml", "Did you mean 'ce+snl'?"),
      ("dta:", "ce+snl"), (":ce", "flexmatch"),
    ])
  func unknown(name: String, expected: String) {
    do {
      _ = try Method.named(name)
      Issue.record("'\(name)' was taken")
    } catch {
      #expect("\(error)".contains(expected), "\(error)")
    }
  }
}
