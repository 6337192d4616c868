import Augmentations
import Datasets
import Foundation
import LossStrategies
import Methods
import Parts
import Runs
import ThresholdPolicies
import TrainingSteps

/// What `semisup list` does.
enum ListRun {
  /// Everything of one kind that can be named.
  private struct Section {
    let title: String
    let use: String
    let entries: [Entry]

    /// Names to the left; to the right, what they mean and below it where they come from.
    func text(_ console: Console) -> String {
      TextTable(
        [.init(title, .left), .init(use, .left)],
        rows: entries.map { [$0.name, $0.summary + ($0.source.map { "\n" + $0 } ?? "")] }
      ).text(width: console.width, style: console.style(of: .output))
    }
  }

  private struct Entry: Encodable {
    let name: String
    let summary: String
    var source: String?

    init(name: String, summary: String, source: String? = nil) {
      (self.name, self.summary, self.source) = (name, summary, source)
    }

    init(_ info: PartInfo) {
      self.init(name: info.name, summary: info.summary, source: info.source)
    }

    init(_ path: OptionPath, among paths: [OptionPath]) {
      self.init(
        name: paths.shortest(path.path),
        summary: "\(path.option.summary); \(path.option.kind.text); default \(path.defaultValue)"
          + (path.appliesByDefault ? "" : "; has an effect only beside other options"))
    }
  }

  /// The sections, each with the option that takes its names.
  private static func sections(_ catalog: PartCatalog) -> [Section] {
    func section<Product>(_ title: String, _ use: String, _ parts: Catalog<Product>) -> Section {
      Section(title: title, use: use, entries: parts.entries.map { Entry($0.info) })
    }
    return [
      Section(
        title: "methods", use: "--method NAME",
        entries: catalog.methods.map {
          Entry(name: $0.name, summary: $0.summary, source: $0.source)
        }),
      section("policies", "--method THRESHOLD:LOSS+LOSS...", catalog.thresholds),
      section("losses", "--method THRESHOLD:LOSS+LOSS...", catalog.losses),
      section("transforms", "--method THRESHOLD/TRANSFORM:LOSS+LOSS...", catalog.transforms),
      Section(
        title: "recipes", use: "--recipe NAME",
        entries: catalog.recipes.map {
          Entry(name: $0.name, summary: $0.summary, source: $0.source)
        }),
      section("backbones", "--backbone NAME", catalog.backbones),
      section("attentions", "--set attention=NAME", catalog.attentions),
      section("heads", "--set head=NAME", catalog.heads),
      section("augmentations", "--set weak=NAME, --set strong=NAME", catalog.augmentations),
      section("optimizers", "--set optimizer=NAME", catalog.optimizers),
      section("schedules", "--set schedule=NAME", catalog.schedules),
      section("teachers", "--set teacher=NAME", catalog.teachers),
      Section(
        title: "formats", use: "--data FORMAT:PATH",
        entries: DatasetSource.formats.map { Entry(name: $0.name, summary: $0.summary) }),
    ]
  }

  /// The method with the options of its parts, and those of the recipe's parts.
  private static func sections(
    of method: Method, _ catalog: PartCatalog
  ) throws -> [Section] {
    let paths = try Composer(method, .standard, catalog: catalog).paths
    let slots = Set(Slot.allCases.map(\.rawValue) + ["recipe"])
    func options(_ isOwn: Bool) -> [Entry] {
      paths.filter { slots.contains(String($0.path.prefix { $0 != "." })) != isOwn }
        .map { Entry($0, among: paths) }
    }
    return [
      Section(
        title: "method", use: "--method NAME",
        entries: [Entry(name: method.name, summary: method.summary, source: method.source)]),
      Section(title: "options", use: "--set NAME=VALUE", entries: options(true)),
      Section(
        title: "options of every method", use: "--set NAME=VALUE, under the recipe default",
        entries: options(false)),
    ].filter { !$0.entries.isEmpty }
  }

  /// What may be asked for: the sections and the methods.
  static func names(_ catalog: PartCatalog) -> [String] {
    sections(catalog).map(\.title) + catalog.methods.map(\.name)
  }

  static func body(
    _ arguments: ParsedArguments, console: Console, _ catalog: PartCatalog
  ) throws {
    let all = sections(catalog)
    let name = arguments[ListCommand.name]
    let asked: [Section]
    if let name, !all.contains(where: { $0.title == name }) {
      do {
        asked = try sections(of: catalog.method(named: name), catalog)
      } catch let error as PartError {
        throw ValidationError(error.description)
      }
    } else {
      asked = all.filter { name == nil || $0.title == name }
    }
    if arguments[ListCommand.json] {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      let object = Dictionary(uniqueKeysWithValues: asked.map { ($0.title, $0.entries) })
      return console.print(String(decoding: try encoder.encode(object), as: UTF8.self))
    }
    console.write(asked.map { $0.text(console) }.joined(separator: "\n"), .output)
    if name == nil {
      console.print(
        "\n'ce' in a composition stands for supervised+pseudo-label. The options of a method: "
          + "'semisup list METHOD'.")
    }
  }
}
