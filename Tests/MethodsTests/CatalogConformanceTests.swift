import Methods
import Parts
import Testing

/// What every part of every catalog promises.
@Suite("Parts of all catalogs")
struct CatalogConformanceTests {
  /// One part, whatever it makes.
  struct Line: Sendable, CustomTestStringConvertible {
    let kind: String
    let info: PartInfo
    let options: [OptionDescription]
    let values: @Sendable ([String: OptionValue]) throws -> [String: OptionValue]

    var testDescription: String { "\(kind) \(info.name)" }
  }

  private static func lines<Product>(_ catalog: Catalog<Product>) -> [Line] {
    catalog.entries.map { entry in
      Line(
        kind: catalog.kind, info: entry.info, options: entry.options,
        values: { try entry.values($0) })
    }
  }

  static let all: [Line] = {
    let catalog = PartCatalog.standard
    return lines(catalog.thresholds) + lines(catalog.losses) + lines(catalog.transforms)
      + lines(catalog.backbones) + lines(catalog.attentions) + lines(catalog.heads)
      + lines(catalog.augmentations) + lines(catalog.optimizers) + lines(catalog.schedules)
      + lines(catalog.teachers)
  }()

  @Test(
    "a part says what it is, and its options have names, texts and defaults within bounds",
    arguments: all)
  func declarations(_ line: Line) throws {
    #expect(!line.info.summary.isEmpty && !line.info.source.isEmpty)
    #expect(line.info.name.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil)
    let names = line.options.map(\.name)
    #expect(Set(names).count == names.count)
    for option in line.options {
      #expect(option.name.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil, "\(option.name)")
      #expect(option.summary.count > 10, "\(option.name)")
      #expect(throws: Never.self, "\(option.name)") {
        _ = try option.checked(option.defaultValue)
      }
      #expect(Slot(rawValue: option.name) == nil, "\(option.name) is the name of a slot")
    }
    for name in try line.values([:]).keys { #expect(names.contains(name), "\(name)") }
  }

  @Test("no loss has an option with the name of one of its weight's")
  func weights() {
    let taken = Set(TermOptions.declared.map(\.name))
    for entry in PartCatalog.standard.losses.entries {
      #expect(taken.isDisjoint(with: entry.options.map(\.name)), "\(entry.info.name)")
    }
  }

  @Test("every stored option is declared, and each declaration changes just one")
  func stored() throws {
    for type in OptionTypes.all { try type() }
  }
}
