import Foundation
import Testing

@Suite("Code in the documents")
struct DocumentedCodeTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static func files(in folder: String, withExtension name: String) -> [URL] {
    let found = FileManager.default.enumerator(
      at: root.appendingPathComponent(folder), includingPropertiesForKeys: nil)
    return (found?.allObjects as? [URL] ?? []).filter {
      $0.pathExtension == name && !$0.path.contains("/.build/")
    }
  }

  /// The text with every stretch of white space as one blank.
  private static func words(_ text: some StringProtocol) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The Swift blocks of a document, but for manifests, which are no part of a target.
  private static func blocks(of document: URL) throws -> [String] {
    try String(contentsOf: document, encoding: .utf8).components(separatedBy: "```swift\n")
      .dropFirst()
      .compactMap { $0.components(separatedBy: "\n```").first }
      .filter { !$0.hasPrefix("// swift-tools-version") }
  }

  @Test("every block of Swift in README and articles is part of a file that is compiled")
  func compiled() throws {
    let sources =
      (Self.files(in: "Snippets", withExtension: "swift")
        + Self.files(in: "Examples", withExtension: "swift"))
    let compiled = try sources.map { Self.words(try String(contentsOf: $0, encoding: .utf8)) }
    let documents =
      [Self.root.appendingPathComponent("README.md")]
      + Self.files(in: "Sources", withExtension: "md")
      + Self.files(in: "Examples", withExtension: "md")
    var count = 0
    for document in documents {
      for block in try Self.blocks(of: document) {
        count += 1
        #expect(
          compiled.contains { $0.contains(Self.words(block)) },
          "\(document.lastPathComponent): \(block.prefix(80))")
      }
    }
    #expect(count > 15)
  }
}
