import Augmentations
import Backbones
import LossStrategies
import Methods
import Parts
import Testing
import ThresholdPolicies
import Training
import TrainingSteps
import TrainingTestSupport

@Suite("Compositions of parts", .serialized)
struct CompositionTests {
  private let catalog = PartCatalog.standard

  private func composition(
    _ name: String, _ settings: [String: OptionValue] = [:], recipe: Recipe = .standard
  ) throws -> Composition {
    try Composer(catalog.method(named: name), recipe, settings: settings).composition()
  }

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test("a method by name and the composition that spells it out are equal")
  func presets() throws {
    #expect(try composition("fixed:ce") == composition("fixmatch"))
    #expect(try composition("fixed:supervised+pseudo-label") == composition("fixmatch"))
    #expect(try composition("flexmatch:ce") == composition("flexmatch"))
    #expect(try composition("softmatch:ce") == composition("softmatch"))
    #expect(try composition("dta:ce+snl") == composition("dta-snl"))
    #expect(try composition("freematch:ce+fairness*0.001") == composition("freematch"))
    #expect(
      try composition(
        "none:supervised+consistency*50",
        ["consistency.ramp": 0.4, "consistency.ramp-curve": "exponential"])
        == composition("mean-teacher"))
    #expect(try composition("dta:ce+snl*0.1") != composition("dta-snl"))
    for recipe in Recipe.all {
      #expect(
        try composition("dta:ce+snl", recipe: recipe) == composition("dta-snl", recipe: recipe))
    }
  }

  @Test("options of parts that were spelled out reach every part, a second loss of one name too")
  func mixMatch() throws {
    let spelled = try composition(
      "fixed/mixup:mixed-label+mixed-label*100",
      [
        "threshold.threshold": 0, "labels": "soft", "temperature": 0.5, "weak-views": 2,
        "mixed-label.pool": "labeled", "mixed-label-2.distance": "squared",
        "mixed-label-2.ramp": .number(1.0 / 64),
      ])
    let preset = try composition("mixmatch")
    #expect(spelled.stages[0].threshold == preset.stages[0].threshold)
    #expect(spelled.stages[0].transform == preset.stages[0].transform)
    #expect(spelled.stages[0].losses.map(\.loss) == preset.stages[0].losses.map(\.loss))
    #expect(spelled.stages[0].losses.map(\.weight) == preset.stages[0].losses.map(\.weight))
  }

  @Test("an option said with its default is the same composition")
  func defaults() throws {
    #expect(try composition("dta-snl", ["beta": 0.97]) == composition("dta-snl"))
    #expect(try composition("dta-snl", ["optimizer": "sgd"]) == composition("dta-snl"))
    #expect(try composition("dta-snl", ["beta": 0.9]) != composition("dta-snl"))
    let composer = try Composer(
      catalog.method(named: "dta-snl"), .standard, settings: ["beta": 0.97, "gamma": 2])
    #expect(composer.changes == ["threshold.gamma": 2])
  }

  @Test("what a part prefers of another wins over the recipe, and a user's word over both")
  func preferences() throws {
    func buffers(_ name: String, _ settings: [String: OptionValue] = [:]) throws -> OptionValue? {
      try composition(name, settings).stages[0].teacher.options["buffers"]
    }
    #expect(try buffers("fixmatch") == "copied")
    #expect(try buffers("dta-snl") == "averaged" && buffers("dta:ce") == "averaged")
    #expect(try buffers("dta-snl", ["buffers": "copied"]) == "copied")
  }

  @Test("parts of slots are chosen by name, with their own options")
  func slots() throws {
    let chosen = try composition(
      "fixmatch",
      [
        "optimizer": "adamw", "optimizer.beta1": 0.8, "schedule": "staircase", "epochs": 3,
        "attention": "local", "branches": 3, "strong": "none",
      ])
    #expect(chosen.part(.optimizer).name == "adamw")
    #expect(chosen.part(.optimizer).options["beta1"] == 0.8)
    #expect(chosen.part(.schedule).options["epochs"] == 3)
    #expect(chosen.part(.attention).options["branches"] == 3)
    #expect(chosen.part(.strong).name == "none")
  }

  @Test(
    "mistakes are told with both names",
    arguments: [
      ("fixd:ce", "unknown threshold policy 'fixd'. Did you mean 'fixed'?"),
      ("dta:ce+sml", "unknown loss 'sml'. Did you mean 'snl'?"),
      ("dta:", "unknown loss ''"), (":ce", "unknown threshold policy ''"),
      ("dta/mixed:ce", "unknown batch transform 'mixed'"),
      ("dta:snl*much", "the option 'snl.weight' cannot be much"),
      ("fixmach", "unknown method 'fixmach'. Did you mean 'fixmatch'?"),
    ])
  func unknown(name: String, expected: String) {
    let found = message { _ = try catalog.method(named: name) }
    #expect(found.hasPrefix(expected), "\(found)")
  }

  @Test(
    "options that are unknown, ambiguous or without effect are refused",
    arguments: [
      (["treshold": 1], "Did you mean 'threshold'?"),
      (["weight": 1], "several parts have an option 'weight': say supervised.weight or"),
      (["beta": 1.5], "unknown option"),
      (["labels": "hrd"], "the option 'threshold.labels' cannot be hrd. Did you mean 'hard'?"),
      (["temperature": 2], "'temperature' of 'fixed' has no effect"),
      (["fusion": "mean"], "unknown option"),
      (["optimizer": "adm"], "unknown optimizer 'adm'. Did you mean 'adam'?"),
    ] as [([String: OptionValue], String)])
  func options(settings: [String: OptionValue], expected: String) {
    let found = message { _ = try composition("fixmatch", settings) }
    #expect(found.contains(expected), "\(found)")
  }

  @Test("every policy with every loss trains two steps, or is refused with both names")
  func allPairs() throws {
    var trained = 0
    var refused = 0
    for threshold in ["none"] + catalog.thresholds.names {
      for loss in catalog.losses.names {
        let name = "\(threshold):\(loss)"
        do {
          let stages = try TinyData.stages(catalog.method(named: name))
          let trainer = try Trainer(
            stages: stages, data: TinyData.data(), options: TinyData.options(2))
          #expect(try trainer.run().steps == 2, "\(name)")
          trained += 1
        } catch let error as PartError {
          let text = error.description
          #expect(text.contains("'\(loss)'"), "\(name): \(text)")
          #expect(
            text.contains("'\(threshold)'") || text.contains("no threshold policy")
              || text.contains("no batch transform"), "\(name): \(text)")
          refused += 1
        }
      }
    }
    #expect(trained + refused == (catalog.thresholds.names.count + 1) * catalog.losses.names.count)
    #expect(trained > 60 && refused > 20, "\(trained) trained, \(refused) refused")
  }

  @Test("the paper's composition in code is the recipe 'paper' with its method, to the bit")
  func paper() throws {
    let (data, classCount) = (try TinyData.data(), 3)
    let network = ConvNet(
      classCount: classCount, width: 4,
      localAttention: LocalAttention(branches: 2, dropProbability: 0.6), head: .normalized)
    let pipeline = try Pipeline(
      backbone: network, weak: .flipAndCrop(padding: .twentyEighth),
      strong: .randAugment(.usb, padding: .twentyEighth),
      teacher: .exponentialMovingAverage(decay: 0.999),
      threshold: DynamicThresholdAdjustment(classCount: classCount),
      losses: [
        SupervisedCrossEntropy() * 0.5,
        PseudoLabelCrossEntropy(),
        SelectiveNegativeLearning(below: 0.05) * 0.1,
      ])
    let composition = try composition("dta-snl", recipe: .paper)
    let stages = try composition.makeStages(
      for: PartContext(classCount: classCount), network: network)
    var options = TinyData.options(8)
    options.isClassBalanced = composition.isClassBalanced
    (options.optimizer, options.schedule) = try composition.makeOptimizer()
    let named = try Trainer(stages: stages, data: data, options: options).run()
    let spelled = try Trainer(pipeline: pipeline, data: data, options: options).run()
    #expect(named.weightsSHA256 == spelled.weightsSHA256)
  }

  @Test("what pipeline and options do when nothing is said is the recipe 'default', to the bit")
  func defaultsOfCode() throws {
    let pipeline = try Pipeline(
      backbone: TinyData.backbone(), threshold: FixedThreshold(),
      losses: [SupervisedCrossEntropy(), PseudoLabelCrossEntropy()])
    let composition = try composition("fixmatch")
    let stages = try composition.makeStages(
      for: PartContext(classCount: 3), network: TinyData.backbone())
    let plain = TrainingOptions(steps: 8)
    var options = plain
    (options.optimizer, options.schedule) = try composition.makeOptimizer()
    options.isClassBalanced = composition.isClassBalanced
    options.batchSize = Recipe.standard.batchSize
    options.unlabeledRatio = Recipe.standard.unlabeledRatio
    let data = try TinyData.data()
    let spoken = try Trainer(stages: stages, data: data, options: options).run()
    let silent = try Trainer(pipeline: pipeline, data: data, options: plain).run()
    #expect(spoken.weightsSHA256 == silent.weightsSHA256)
  }
}
