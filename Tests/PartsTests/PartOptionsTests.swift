import Parts
import Testing

/// Options with one of every kind.
private struct Example: Part {
  enum Shape: String, Sendable, Hashable, Codable, CaseIterable {
    case round, square
  }

  struct Options: PartOptions {
    var level: Float = 0.1
    var weight = 2.5
    var count = 3
    var isLoud = true
    var shape = Shape.round

    static let declared: [OptionDeclaration<Self>] = [
      .number("level", \.level, in: 0...1, "a level"),
      .number("weight", \.weight, in: 0...10, "a weight"),
      .whole("count", \.count, in: 1...8, "a count", when: { $0.shape == .square }),
      .flag("loud", \.isLoud, "whether it is loud"),
      .choice("shape", \.shape, "a shape"),
    ]
  }

  static let info = PartInfo("example", "an example", source: "reference")
  let options: Options
  let classCount: Int

  init(_ options: Options, for context: PartContext) throws {
    guard context.classCount > 1 else { throw PartError.mismatch("one class is no choice") }
    self.options = options
    classCount = context.classCount
  }
}

@Suite("Parts and their options")
struct PartOptionsTests {
  private let catalog = Catalog<Example>(
    kind: "example", [.init(Example.self) { $0 }],
    variants: { name in
      name == "square"
        ? .init(
          .init(Example.self) { $0 }, named: PartInfo(name, "square", source: "reference"),
          given: ["shape": "square"]) : nil
    })

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test("values of options that have an effect are those of the defaults and what was given")
  func values() throws {
    let entry = try catalog.named("example")
    #expect(
      try entry.values(["level": 0.25])
        == ["level": 0.25, "weight": 2.5, "loud": true, "shape": "round"])
    #expect(
      try entry.values(["shape": "square", "count": 5])
        == ["level": 0.1, "weight": 2.5, "loud": true, "shape": "square", "count": 5])
    let part = try entry.make(["weight": 4, "loud": false], for: PartContext(classCount: 3))
    #expect(part.options.weight == 4 && !part.options.isLoud && part.classCount == 3)
  }

  @Test("defaults that a method gives are passed over where they have no effect")
  func defaults() throws {
    let entry = try catalog.named("example")
    #expect(try entry.values([:], over: ["count": 7])["count"] == nil)
    #expect(try entry.values(["shape": "square"], over: ["count": 7])["count"] == 7)
  }

  @Test("a variant has its own name and lacks what the name says")
  func variants() throws {
    let entry = try catalog.named("square")
    #expect(!entry.options.map(\.name).contains("shape"))
    #expect(try entry.make(["count": 2], for: PartContext(classCount: 2)).options.shape == .square)
  }

  @Test("names, values and effects that cannot be are told in full")
  func errors() throws {
    let entry = try catalog.named("example")
    #expect(
      message { _ = try catalog.named("exampel") }
        == "unknown example 'exampel'. Did you mean 'example'? Known: example")
    #expect(
      message { _ = try entry.values(["wieght": 1]) }
        == "unknown option of 'example' 'wieght'. Did you mean 'weight'? "
        + "Known: level, weight, count, loud, shape")
    #expect(
      message { _ = try entry.values(["level": 1.5]) }
        == "the option 'level' cannot be 1.5. Expected: 0 to 1")
    #expect(
      message { _ = try entry.values(["count": 2]) }
        == "the option 'count' of 'example' has no effect beside the other options")
    #expect(
      message { _ = try entry.values(["shape": "sqare"]) }
        == "the option 'shape' cannot be sqare. Did you mean 'square'? Expected: round, square")
    #expect(
      message { _ = try entry.values(["loud": 1]) }
        == "the option 'loud' cannot be 1. Expected: true, false")
    #expect(
      message { _ = try entry.make(for: PartContext(classCount: 1)) } == "one class is no choice")
  }

  @Test("a part of the same name takes the place of the other")
  func replacing() {
    var catalog = catalog
    catalog.add(.init(Example.self) { $0 })
    #expect(catalog.names == ["example"])
  }

  @Test("text becomes a number, a truth value or a word")
  func parsing() {
    #expect(OptionValue(parsing: "0.90") == 0.9)
    #expect(OptionValue(parsing: "true") == true)
    #expect(OptionValue(parsing: "labeledSet") == "labeledSet")
    #expect("\(OptionValue.number(5))" == "5" && "\(OptionValue.number(0.5))" == "0.5")
  }
}
