import Datasets
import Foundation

/// Whether tests that need these libraries run.
///
/// On continuous integration they always run, and so fail where a library is missing.
func canDecode(_ libraries: CodecLibrary...) -> Bool {
  ProcessInfo.processInfo.environment["CI"] == "true" || libraries.allSatisfy(\.isAvailable)
}

/// A folder of its own for one test, removed when the last reference goes.
final class TemporaryFolder {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("datasets-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, and the folders above it; returns its path.
  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let url = URL(fileURLWithPath: path).appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }

  /// Writes a text file; returns its path.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    try write(name, Array(text.utf8))
  }
}

/// A JPEG file that is kept with the tests.
func sampleJPEG(_ name: String = "rgb420.jpg") throws -> [UInt8] {
  let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Vectors/golden/files/\(name)")
  return [UInt8](try Data(contentsOf: url))
}
