public import Foundation
import TensorCore
public import Training

/// The checkpoints of one run: the last few by step, and the best.
///
/// Files are called `step-000001234.checkpoint` and `best.checkpoint`. Only one run may write to a
/// folder at a time.
public struct CheckpointFolder: Sendable, Hashable {
  /// A checkpoint file and the step it was written after.
  public struct Entry: Sendable, Hashable {
    /// The number of steps done.
    public let step: Int
    /// The place of the file.
    public let url: URL
  }

  /// What a search for the newest checkpoint found.
  package struct Search: Sendable {
    /// The newest whole checkpoint, with its file; nil if there is none.
    package let found: (entry: Entry, checkpoint: Checkpoint)?
    /// What is wrong with newer files, newest first.
    package let damaged: [CheckpointError]
  }

  /// The place of the folder.
  public let url: URL
  /// The number of checkpoints that are kept beside the best one.
  package let keepCount: Int

  private static let prefix = "step-"
  private static let suffix = ".checkpoint"

  /// Names a folder, which need not exist yet.
  ///
  /// - Parameters:
  ///   - url: The place of the folder.
  ///   - keepCount: The number of checkpoints that are kept beside the best one, at least 1.
  package init(_ url: URL, keeping keepCount: Int = 2) {
    self.url = url
    self.keepCount = max(1, keepCount)
  }

  /// The place of the best checkpoint, whether there is one or not.
  package var bestURL: URL { url.appendingPathComponent("best" + Self.suffix) }

  /// The files of checkpoints by step, newest first; empty if there is no such folder.
  public var entries: [Entry] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    return names.compactMap { name -> Entry? in
      guard name.hasPrefix(Self.prefix), name.hasSuffix(Self.suffix) else { return nil }
      let digits = name.dropFirst(Self.prefix.count).dropLast(Self.suffix.count)
      guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let step = Int(digits) else {
        return nil
      }
      return Entry(step: step, url: url.appendingPathComponent(name))
    }.sorted { $0.step > $1.step }
  }

  /// Writes a checkpoint, then removes the oldest beyond the number that is kept, and later ones.
  ///
  /// - Parameters:
  ///   - checkpoint: The checkpoint.
  ///   - step: The number of steps done.
  /// - Returns: The file.
  /// - Throws: A `CheckpointError` if the system cannot write; earlier checkpoints are then whole.
  @discardableResult
  public func save(_ checkpoint: Checkpoint, step: Int) throws -> Entry {
    try prepare()
    let digits = String(max(step, 0))
    let padding = String(repeating: "0", count: max(0, 9 - digits.count))
    let entry = Entry(
      step: step, url: url.appendingPathComponent(Self.prefix + padding + digits + Self.suffix))
    try checkpoint.write(to: entry.url)
    // Later steps are a future that this run left when it went back, perhaps because they are
    // damaged; they must not be taken for its newest.
    let present = entries
    for later in present where later.step > step { Platform.remove(later.url.path) }
    for old in present.filter({ $0.step <= step }).dropFirst(keepCount) {
      Platform.remove(old.url.path)
    }
    return entry
  }

  /// Writes the best checkpoint, replacing the one before.
  ///
  /// - Parameter checkpoint: The checkpoint.
  /// - Throws: A ``CheckpointError`` if the system cannot write; the earlier one is then whole.
  package func saveBest(_ checkpoint: Checkpoint) throws {
    try prepare()
    try checkpoint.write(to: bestURL)
  }

  /// Looks for the newest checkpoint that is whole.
  ///
  /// - Parameter configuration: What must have been run; nil takes checkpoints of any run.
  /// - Returns: The newest whole checkpoint, and what is wrong with newer files.
  package func search(of configuration: RunConfiguration? = nil) -> Search {
    var damaged: [CheckpointError] = []
    for entry in entries {
      do throws(CheckpointError) {
        let checkpoint = try Checkpoint.read(from: entry.url)
        if let configuration { try checkpoint.verify(isOf: configuration) }
        return Search(found: (entry, checkpoint), damaged: damaged)
      } catch {
        damaged.append(error)
      }
    }
    return Search(found: nil, damaged: damaged)
  }

  /// Reads the newest checkpoint, and refuses if it is damaged.
  ///
  /// - Parameter configuration: What must have been run; nil takes checkpoints of any run.
  /// - Returns: The checkpoint with its file, or nil if there is none.
  /// - Throws: A ``DamagedCheckpointError`` that names the previous whole one.
  public func newest(
    of configuration: RunConfiguration? = nil
  ) throws(DamagedCheckpointError) -> (entry: Entry, checkpoint: Checkpoint)? {
    let search = search(of: configuration)
    if let first = search.damaged.first {
      throw DamagedCheckpointError(newest: first, previous: search.found?.entry)
    }
    return search.found
  }

  private func prepare() throws(CheckpointError) {
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      throw CheckpointError(
        file: url.path,
        reason: .unwritable(
          "creating the folder: \(error.localizedDescription)", isOutOfSpace: false))
    }
    DurableFile.removeUnfinished(in: url)
  }
}

/// The newest checkpoint of a run is damaged.
public struct DamagedCheckpointError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong with the newest checkpoint.
  public let newest: CheckpointError
  /// The newest one that is whole; nil if there is none.
  package let previous: CheckpointFolder.Entry?

  /// One line for a person.
  public var description: String {
    let rest =
      previous.map { "the previous one, after step \($0.step), is whole: \($0.url.path)" }
      ?? "there is no other checkpoint that is whole"
    return "\(newest.description); \(rest)"
  }
}
