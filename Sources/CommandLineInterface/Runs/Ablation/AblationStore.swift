import Foundation
import Runs
import TensorCore
import Training

/// The folder of a study: finished runs, runs under way, and tables.
struct AblationStore {
  /// The place of the folder.
  let url: URL

  /// Opens a folder, which need not exist.
  init(_ path: String) {
    url = URL(fileURLWithPath: path, isDirectory: true).absoluteURL
  }

  /// Makes the folder if it is missing.
  func create() throws {
    for folder in [runs, work] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
  }

  private var runs: URL { url.appendingPathComponent("runs", isDirectory: true) }
  private var work: URL { url.appendingPathComponent("work", isDirectory: true) }

  /// The SHA-256 of a text.
  static func hash(of text: String) -> String { SHA256.hexadecimal(of: Data(text.utf8)) }

  /// The folder of a run under way.
  func folder(of hash: String) -> URL {
    work.appendingPathComponent(String(hash.prefix(16)), isDirectory: true)
  }

  /// Takes the lock of a run; nil if another process makes it.
  func lock(_ hash: String) throws -> FileLock? {
    try FileLock(work.appendingPathComponent(hash.prefix(16) + ".lock").path, waits: false)
  }

  /// Keeps the result of a run, whole or not at all.
  func keep(_ summary: RunSummary, hash: String) throws {
    try DurableFile.write(
      [try summary.json(), Data("\n".utf8)],
      to: runs.appendingPathComponent(hash.prefix(16) + ".json"))
  }

  /// Reads the finished runs by the hash of their configuration, whatever their files are called.
  ///
  /// - Throws: A ``StoreError`` that names a file that is no result.
  func results() throws -> [String: RunSummary] {
    var results: [String: RunSummary] = [:]
    guard FileManager.default.fileExists(atPath: runs.path) else { return results }
    let names = try FileManager.default.contentsOfDirectory(atPath: runs.path).sorted()
    for name in names where name.hasSuffix(".json") && !name.hasPrefix(".") {
      let file = runs.appendingPathComponent(name)
      do {
        let summary = try JSONDecoder().decode(RunSummary.self, from: Data(contentsOf: file))
        results[summary.configurationHash] = summary
      } catch {
        throw StoreError(
          description: "\(file.path): expected the result of a run, found other JSON")
      }
    }
    return results
  }

  /// Writes all tables, one process at a time, and returns what they hold.
  func writeTables(
    command: String, _ table: ([String: RunSummary]) throws -> AblationTable
  ) throws -> AblationTable {
    let lock = try FileLock(work.appendingPathComponent("tables.lock").path, waits: true)
    return try withExtendedLifetime(lock) {
      let table = try table(try results())
      let files: [(String, Data)] = [
        ("table.md", Data(table.markdown(command: command).utf8)),
        ("runs.csv", Data(table.csv.utf8)),
        ("table.json", try table.json(isPretty: true) + Data("\n".utf8)),
        ("table.html", Data(table.html(command: command).utf8)),
      ]
      for (name, data) in files {
        try DurableFile.write([data], to: url.appendingPathComponent(name))
      }
      return table
    }
  }
}

/// A study that is not what it should be.
struct StoreError: Error, CustomStringConvertible {
  let description: String
}

extension StoreError {
  /// Names rows whose run could not be made.
  init(rowsThatFailed rows: [Int]) {
    description = "rows that failed: " + rows.sorted().map(String.init).joined(separator: ", ")
  }
}
