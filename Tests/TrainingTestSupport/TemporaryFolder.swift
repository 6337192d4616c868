package import Foundation

/// A folder of a test's own; the test removes it when it is done.
package struct TemporaryFolder: Sendable {
  package let url: URL

  package init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("semisupervised-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  /// Removes the folder and all that is in it.
  package func remove() { try? FileManager.default.removeItem(at: url) }

  /// The names in the folder, hidden ones too, sorted.
  package var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }

  /// The place of a file in the folder.
  package func file(_ name: String) -> URL { url.appendingPathComponent(name) }
}
