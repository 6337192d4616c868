import Augmentations
import Datasets
import Foundation
import LossStrategies
import ThresholdPolicies
import Training
import TrainingSteps

/// What `semisup list` does.
enum ListRun {
  /// Everything of one kind that can be named.
  private struct Section {
    let title: String
    let entries: [Entry]

    /// Names to the left; to the right, what they mean and below it where they come from.
    func text(_ console: Console) -> String {
      TextTable(
        [.init(title, .left), .init("what it is", .left)],
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

    init(_ listing: Listing) {
      self.init(name: listing.identifier, summary: listing.summary, source: listing.source)
    }

    init(_ setting: SettingDeclaration) {
      self.init(
        name: setting.name,
        summary: "\(setting.summary); \(setting.valuesText); default "
          + "\(setting.defaultValue(.standard))")
    }
  }

  /// The sections without those of single methods.
  private static var sections: [Section] {
    [
      Section(
        title: "methods",
        entries: Method.all.map { Entry(name: $0.name, summary: $0.summary, source: $0.source) }),
      Section(
        title: "policies", entries: ThresholdPolicyCatalog.entries.map { Entry($0.listing) }),
      Section(title: "losses", entries: LossStrategyCatalog.entries.map { Entry($0.listing) }),
      Section(
        title: "recipes",
        entries: Recipe.all.map { Entry(name: $0.name, summary: $0.summary, source: $0.source) }),
      Section(
        title: "backbones",
        entries: BackboneCatalog.all.map { Entry(name: $0.name, summary: $0.summary) }),
      Section(
        title: "augmentations",
        entries: AugmentationPipeline.all.map { Entry(name: $0.name, summary: $0.summary) }),
      Section(
        title: "formats",
        entries: DatasetSource.formats.map { Entry(name: $0.name, summary: $0.summary) }),
      Section(title: settingsTitle, entries: settings),
    ]
  }

  private static let settingsTitle = "settings"

  /// Every setting once, with the methods that take it where a source stands.
  private static var settings: [Entry] {
    var seen: Set<String> = []
    let declared =
      Method.all.flatMap { method in method.settings.map { (method.name, $0.declaration) } }
      + Recipe.settings.map { ("", $0.declaration) }
    return declared.compactMap { method, declaration in
      // Settings of one name with another meaning or default stand apart.
      var entry = Entry(declaration)
      guard seen.insert(entry.name + entry.summary).inserted else { return nil }
      let owners = declared.filter { _, other in
        other.name == declaration.name && other.summary == declaration.summary
      }.map(\.0)
      entry.source = method.isEmpty ? "every method" : owners.joined(separator: ", ")
      return entry
    }
  }

  /// The method with its own settings, and those that every run takes.
  private static func sections(of method: Method) -> [Section] {
    let own = Set(method.settings.map(\.declaration.name))
    return [
      Section(
        title: "method",
        entries: [Entry(name: method.name, summary: method.summary, source: method.source)]),
      Section(title: settingsTitle, entries: method.settings.map { Entry($0.declaration) }),
      Section(
        title: "settings of every method",
        entries: Recipe.settings.map(\.declaration).filter { !own.contains($0.name) }
          .map { Entry($0) }),
    ].filter { !$0.entries.isEmpty }
  }

  /// What may be asked for: the sections and the methods.
  static var names: [String] { sections.map(\.title) + NameLists.methods }

  static func body(_ arguments: ParsedArguments, console: Console) throws {
    let all = sections
    let name = arguments[ListCommand.name]
    let asked =
      Method.all.first { $0.name == name }.map(sections(of:))
      ?? all.filter { name == nil || $0.title == name }
    if arguments[ListCommand.json] {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      let object = Dictionary(uniqueKeysWithValues: asked.map { ($0.title, $0.entries) })
      return console.print(String(decoding: try encoder.encode(object), as: UTF8.self))
    }
    let shown = asked.filter { name != nil || $0.title != settingsTitle }
    console.write(shown.map { $0.text(console) }.joined(separator: "\n"), .output)
    if name == nil {
      console.print(
        "\nThe settings of a method: 'semisup list METHOD'; of all: 'semisup list settings'.")
    }
  }
}
