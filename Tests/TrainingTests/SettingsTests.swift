import Backbones
import Datasets
import Foundation
import LossStrategies
import Testing
import ThresholdPolicies
import Training
import TrainingSteps

@Suite("Settings of methods and recipes")
struct SettingsTests {
  private func configuration(
    _ settings: [String: SettingValue], of method: String = "dta-snl"
  ) -> RunConfiguration {
    var configuration = RunConfiguration(
      data: "faces:train=70,test=35,size=16", method: method)
    configuration.labelsPerClass = 2
    configuration.backbone = "convnet"
    configuration.steps = 2
    configuration.settings = settings
    return configuration
  }

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test("text becomes a number, a truth value or a word")
  func parsing() {
    #expect(SettingValue(parsing: "0.90") == .number(0.9))
    #expect(SettingValue(parsing: "true") == .flag(true))
    #expect(SettingValue(parsing: "labeledSet") == .word("labeledSet"))
    #expect("\(SettingValue.number(5))" == "5" && "\(SettingValue.number(0.5))" == "0.5")
  }

  @Test("a setting that says the default aloud is the same run; another value is another one")
  func hashes() throws {
    let plain = try configuration([:]).hash()
    #expect(try configuration(["beta": .number(0.97)]).hash() == plain)
    #expect(try configuration(["beta": .number(0.96)]).hash() != plain)
    let resolved = try configuration(["beta": .number(0.97), "gamma": .number(2)]).resolved()
    #expect(resolved.settings == ["gamma": .number(2)])
    #expect(try configuration([:]).resolved().settings == nil)
  }

  @Test("settings come back from JSON")
  func json() throws {
    let settings: [String: SettingValue] = [
      "beta": .number(0.5), "class-balanced": .flag(true), "negative-rule": .word("lowest"),
    ]
    let given = configuration(settings)
    let back = try RunConfiguration(json: given.json(), name: "config.json")
    #expect(back == given)
  }

  @Test("an unknown setting is an error with the nearest name")
  func unknown() {
    let text = message { _ = try configuration(["treshold": .number(1)]).resolved() }
    #expect(text.contains("unknown setting of the method 'dta-snl' or of a recipe 'treshold'"))
    #expect(
      message { _ = try configuration(["treshold": .number(1)], of: "fixmatch").resolved() }
        .contains("Did you mean 'threshold'?"))
  }

  @Test("a value that cannot be is an error with the values that can")
  func values() {
    #expect(
      message { _ = try configuration(["beta": .number(1.5)]).resolved() }
        == "the setting 'beta' cannot be 1.5. Expected: 0 to 1")
    #expect(
      message { _ = try configuration(["weak-views": .number(1.5)]).resolved() }
        == "the setting 'weak-views' cannot be 1.5. Expected: whole, 1 to 8")
    #expect(
      message { _ = try configuration(["class-balanced": .number(1)]).resolved() }
        == "the setting 'class-balanced' cannot be 1. Expected: true, false")
    #expect(
      message { _ = try configuration(["negative-rule": .word("lowst")]).resolved() }
        .hasPrefix("the setting 'negative-rule' cannot be lowst. Did you mean 'lowest'?"))
  }

  @Test("a setting without effect is an error")
  func vain() throws {
    let expected = "the setting 'negative-count' has no effect with the other settings of this run"
    #expect(
      message { _ = try configuration(["negative-count": .number(2)]).makeTrainer() } == expected)
    #expect(
      message {
        _ = try configuration([
          "negative-count": .number(2), "negative-rule": .word("lowest"),
        ]).makeTrainer()
      } == "no error")
    #expect(
      message { _ = try configuration(["attention-fusion": .word("mean")]).makeTrainer() }
        .contains("'attention-fusion' has no effect"))
    #expect(
      message {
        _ = try Method.uda.pipeline(
          TinyData.backbone(), .standard, 12, settings: ["annealing-measure": .word("largest")])
      }.contains("'annealing-measure' has no effect"))
  }

  @Test(
    "every setting of every method is asked for under some other settings",
    arguments: Method.all.map(\.name))
  func allReachable(name: String) throws {
    let method = try Method.named(name)
    // What opens up settings that the defaults leave without effect.
    let openers: [[String: SettingValue]] = [
      [:], ["annealing": .word("linear")], ["negative-rule": .word("lowest")],
      ["negative-rule": .word("adaptiveTopK")], ["evidence": .word("eachLabeledBatch")],
    ]
    for setting in method.settings.map(\.declaration) {
      let value = setting.defaultValue(.standard)
      let isReached = openers.contains { opener in
        var settings = opener.filter { key, _ in
          method.settings.contains { $0.declaration.name == key }
        }
        settings[setting.name] = settings[setting.name] ?? value
        return
          (try? method.pipeline(TinyData.backbone(), .standard, 12, settings: settings)) != nil
      }
      #expect(isReached, "\(name): nothing asks for \(setting.name)")
    }
  }

  @Test("a method's declaration of a recipe's setting wins: DTA's teacher averages its buffers")
  func declarationsOfMethods() throws {
    func buffers(_ method: String, _ settings: [String: SettingValue] = [:]) throws
      -> TeacherUpdate.Buffers?
    {
      try configuration(settings, of: method).makeTrainer().pipeline.teacher?.buffers
    }
    for method in ["dta-snl", "dta:ce", "dta:ce+snl"] {
      #expect(try buffers(method) == .averaged)
      #expect(try buffers(method, ["teacher-buffers": .word("copied")]) == .copied)
    }
    #expect(try buffers("fixmatch") == .copied)
    let fromLibrary = try Method.dtaSNL.pipeline(TinyData.backbone(), .standard, 12)
    #expect(fromLibrary.teacher?.buffers == .averaged)
  }

  @Test("the settings of DTA and SNL reach policy, loss, teacher and network")
  func knobs() throws {
    var given = configuration([
      "beta": .number(0.5), "evidence": .word("eachLabeledBatch"), "weak-views": .number(2),
      "pseudo-label-source": .word("student"), "negative-rule": .word("outsideTopK"),
      "negative-count": .number(2), "negative-view": .word("weak"),
      "negative-normalizer": .word("nonEmpty"), "teacher-decay": .number(0.9),
      "teacher-buffers": .word("copied"), "attention-fusion": .word("concat"),
      "attention-place": .word("beforeLast"), "attention-drop-kind": .word("channel"),
      "head-dropout": .number(0.5), "normalized-features": .flag(true),
    ])
    given.attention = 2
    given.attentionDrop = 0.25
    let trainer = try given.makeTrainer()
    let pipeline = trainer.pipeline
    let policy = try #require(pipeline.threshold as? DynamicThresholdAdjustment)
    #expect(policy.beta == 0.5 && policy.views.count == 2)
    #expect(policy.views.allSatisfy { $0.network == .student })
    let loss = try #require(pipeline.losses[2].unwrapped as? SelectiveNegativeLearning)
    #expect(loss.rule == .outsideTopK(2) && loss.normalizer == .nonEmpty)
    #expect(loss.view == .unlabeledWeak)
    #expect(pipeline.teacher?.decay == 0.9 && pipeline.teacher?.buffers == .copied)
    #expect(try trainer.run().steps == 2)
  }

  @Test("the reference on all labels learns from every image but those for validation")
  func allLabels() throws {
    var given = configuration([:], of: "fully-supervised")
    given.labelsPerClass = 1
    given.validationPerClass = 1
    let data = try given.makeTrainer().data
    #expect(data.labeled.count == 70 - 7)
    #expect(Set(data.labeled).isDisjoint(with: data.validation))
  }
}
