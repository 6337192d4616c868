import Methods
import Parts
import Testing
import Training
import TrainingTestSupport

/// What every optimizer, schedule and teacher promises; a new one enters by being listed.
@Suite("Parts of training")
struct TrainingPartsTests {
  private let context = PartContext(classCount: 3)

  /// Checks what all entries of a catalog promise.
  private func check<Product>(_ catalog: Catalog<Product>, names: [String]) throws {
    #expect(catalog.names == names)
    for entry in catalog.entries {
      #expect(!entry.info.summary.isEmpty && !entry.info.source.isEmpty, "\(entry.info.name)")
      for option in entry.options {
        #expect(!option.summary.isEmpty, "\(entry.info.name): \(option.name)")
        #expect(option.summary.contains("("), "\(entry.info.name): \(option.name) has no source")
        _ = try entry.values([option.name: option.defaultValue])
      }
      _ = try entry.make(for: context)
      #expect(throws: PartError.self) {
        try entry.make(["no-such-option": .flag(true)], for: context)
      }
    }
  }

  /// Checks that every stored property is an option, and that values come back as they were given.
  private func check<Options: PartOptions>(options: Options.Type) throws {
    let stored = Mirror(reflecting: Options()).children.compactMap(\.label)
    #expect(stored.count == Options.declared.count, "\(Options.self): \(stored)")
    #expect(try Options(Options().values, of: "part") == Options())
  }

  @Test("optimizers")
  func optimizers() throws {
    try check(.optimizers as Catalog<any Optimizer>, names: ["sgd", "adam", "adamw"])
    try check(options: SGD.self)
    try check(options: Adam.self)
    try check(options: AdamW.self)
    let made = try Catalog<any Optimizer>.optimizers.named("adam")
      .make(["beta1": .number(0.5), "learning-rate": .number(0.25)], for: context)
    #expect(made as? Adam == Adam.adam(learningRate: 0.25, beta1: 0.5))
    #expect(try Catalog<any Optimizer>.optimizers.make("sgd", for: context) as? SGD == .sgd())
    #expect(
      throws: PartError.withoutEffect(option: "nesterov", part: "sgd")
    ) {
      try Catalog<any Optimizer>.optimizers.named("sgd")
        .make(["nesterov": .flag(true), "momentum": .number(0)], for: context)
    }
  }

  @Test("schedules")
  func schedules() throws {
    try check(
      .schedules as Catalog<any Schedule>,
      names: ["constant", "cosine", "half-cosine", "exponential", "staircase"])
    try check(options: ConstantSchedule.self)
    try check(options: CosineSchedule.self)
    try check(options: HalfCosineSchedule.self)
    try check(options: ExponentialSchedule.self)
    try check(options: StaircaseSchedule.self)
    for entry in Catalog<any Schedule>.schedules.entries {
      let schedule = try entry.make(["warm-up-steps": .number(4)], for: context)
      #expect(schedule.factor(step: 1, of: 100) == 0.25)
    }
  }

  @Test("teachers, and the default of a pipeline is that of the recipe `default`")
  func teachers() throws {
    let catalog = Catalog<Teacher?>.teachers
    try check(catalog, names: ["ema", "frozen", "none"])
    try check(options: ExponentialMovingAverage.self)
    #expect(try catalog.make("ema", for: context) == .exponentialMovingAverage())
    #expect(try catalog.make("frozen", for: context) == .frozen)
    #expect(try catalog.make("none", for: context) == nil)
    let options: [String: OptionValue] = ["ramp-up": .flag(true), "buffers": .word("copied")]
    let made = try catalog.make(PartChoice("ema", options), for: context)
    let pipeline = try Pipeline(backbone: TinyData.backbone(), losses: [])
    #expect(pipeline.teacher == made)
    #expect(Recipe.standard.parts[.teacher] == PartChoice("ema", options))
  }
}
