import Foundation
import Methods
import Parts
import Testing
import Training
import TrainingTestSupport

/// The guide pages of methods; `SEMISUPERVISED_RECORD=1` writes their tables of defaults anew.
@Suite("Guide pages of methods", .serialized)
struct MethodGuideTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
      "Guides/Methods")
  private static let sections = ["Equation", "Parts", "Defaults", "Deviations", "Good at"]

  private func url(_ method: Method) -> URL {
    Self.folder.appendingPathComponent(method.name + ".md")
  }

  /// The options of a method's parts under the recipe `default`, as the guide shows them.
  private func defaults(of method: Method) throws -> String {
    let paths = try Composer(method, .standard).paths
    let slots = Set(Slot.allCases.map(\.rawValue) + ["recipe"])
    let rows = paths.filter { !slots.contains(String($0.path.prefix { $0 != "." })) }.map {
      "| `\(paths.shortest($0.path))` | \($0.defaultValue) | \($0.option.summary) |\n"
    }
    return "| option | default | what it decides, and where the default comes from |\n"
      + "|---|---|---|\n" + rows.joined()
  }

  /// The text of a section without its heading.
  private func range(of section: String, in page: String) -> Range<String.Index>? {
    guard let heading = page.range(of: "\n## \(section)\n\n") else { return nil }
    let end = page.range(of: "\n## ", range: heading.upperBound..<page.endIndex)?.lowerBound
    return heading.upperBound..<(end ?? page.endIndex)
  }

  @Test("every listed method has a page with its settings", arguments: Method.all.map(\.name))
  func page(name: String) throws {
    let method = try TinyData.method(name)
    var page = try String(contentsOf: url(method), encoding: .utf8)
    let place = try #require(range(of: "Defaults", in: page), "\(name) has no defaults")
    let expected = try defaults(of: method)
    if ProcessInfo.processInfo.environment["SEMISUPERVISED_RECORD"] != nil {
      page.replaceSubrange(place, with: expected)
      try page.write(to: url(method), atomically: true, encoding: .utf8)
    }
    let recorded = try #require(range(of: "Defaults", in: page))
    #expect(
      page[recorded] == expected,
      "SEMISUPERVISED_RECORD=1 swift test -c release --filter MethodGuideTests rewrites the table")
    #expect(page.hasPrefix("# \(name): "))
    for section in Self.sections {
      let text = try #require(range(of: section, in: page), "\(name): no section \(section)")
      #expect(page[text].count > 30, "\(name): \(section) is empty")
    }
    #expect(page.contains("Source: "))
    if let number = method.source.firstMatch(of: /\d{4}\.\d{5}/)?.output {
      #expect(page.contains("arXiv \(number)"), "\(name): another source")
    }
  }

  @Test("settings that a page names can be given together", arguments: Method.all.map(\.name))
  func namedSettings(name: String) throws {
    let method = try TinyData.method(name)
    let page = try String(contentsOf: url(method), encoding: .utf8)
    for code in page.matches(of: /`[^`]*--set\s[^`]+`/).map(\.output) {
      let pairs = code.matches(of: /--set\s+([\w.-]+)=([^\s`]+)/).map(\.output)
      let settings = Dictionary(
        pairs.map { (String($0.1), OptionValue(parsing: String($0.2))) },
        uniquingKeysWith: { $1 })
      #expect(throws: Never.self, "\(name): \(code)") {
        _ = try Composer(method, .standard, settings: settings).composition()
      }
    }
  }

  @Test("the index and the folder hold the listed methods and no others")
  func index() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    let expected = Set(Method.all.map { $0.name + ".md" } + ["README.md"])
    #expect(Set(files) == expected)
    let index = try String(
      contentsOf: Self.folder.appendingPathComponent("README.md"), encoding: .utf8)
    let links = index.matches(of: /\]\(([a-z-]+)\.md\)/).map { String($0.output.1) }
    #expect(links == Method.all.map(\.name))
  }
}
