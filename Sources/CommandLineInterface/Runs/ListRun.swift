import Augmentations
import Datasets
import Foundation
import LossStrategies
import ThresholdPolicies
import Training
import TrainingSteps

/// What `semisup list` does.
enum ListRun {
  private struct Entry: Encodable {
    let name: String
    let summary: String
    let source: String?

    init(name: String, summary: String, source: String?) {
      (self.name, self.summary, self.source) = (name, summary, source)
    }

    init(_ listing: Listing) {
      self.init(name: listing.identifier, summary: listing.summary, source: listing.source)
    }
  }

  /// Every setting once, with the methods that take it where a source stands.
  private static var settings: [Entry] {
    var seen: Set<String> = []
    let declared =
      Method.all.flatMap { method in method.settings.map { (method.name, $0.declaration) } }
      + Recipe.settings.map { ("", $0.declaration) }
    return declared.compactMap { method, declaration in
      // Settings of one name with another meaning or default stand apart.
      let summary =
        "\(declaration.summary); \(declaration.valuesText); default "
        + "\(declaration.defaultValue(.standard))"
      guard seen.insert(declaration.name + summary).inserted else { return nil }
      let owners = declared.filter { _, other in
        other.name == declaration.name && other.summary == declaration.summary
      }.map(\.0)
      return Entry(
        name: declaration.name, summary: summary,
        source: method.isEmpty ? "every method" : owners.joined(separator: ", "))
    }
  }

  static func body(_ arguments: ParsedArguments, console: Console) throws {
    let sections: [(title: String, entries: [Entry])] = [
      (
        "methods",
        Method.all.map { Entry(name: $0.name, summary: $0.summary, source: $0.source) }
      ),
      ("policies", ThresholdPolicyCatalog.entries.map { Entry($0.listing) }),
      ("losses", LossStrategyCatalog.entries.map { Entry($0.listing) }),
      (
        "recipes",
        Recipe.all.map { Entry(name: $0.name, summary: $0.summary, source: $0.source) }
      ),
      ("settings", settings),
      (
        "backbones",
        BackboneCatalog.all.map { Entry(name: $0.name, summary: $0.summary, source: nil) }
      ),
      (
        "augmentations",
        AugmentationPipeline.all.map { Entry(name: $0.name, summary: $0.summary, source: nil) }
      ),
      (
        "formats",
        DatasetSource.formats.map { Entry(name: $0.name, summary: $0.summary, source: nil) }
      ),
    ]
    if arguments[ListCommand.json] {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      let object = Dictionary(uniqueKeysWithValues: sections.map { ($0.title, $0.entries) })
      console.print(String(decoding: try encoder.encode(object), as: UTF8.self))
      return
    }
    let tables = sections.map { section in
      let hasSource = section.entries.contains { $0.source != nil }
      return TextTable(
        [.init(section.title, .left), .init("what it is", .left)]
          + (hasSource ? [.init("source", .left)] : []),
        rows: section.entries.map { [$0.name, $0.summary] + ($0.source.map { [$0] } ?? []) }
      ).text(width: console.width, style: console.style(of: .output))
    }
    console.write(tables.joined(separator: "\n"), .output)
  }
}
