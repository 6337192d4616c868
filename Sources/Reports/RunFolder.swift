public import Foundation
public import Training

/// The folder of one run: configuration, split, metrics, checkpoints and summary.
///
/// `config.json` holds the resolved configuration, `split.json` the labeled and validation samples,
/// `metrics.jsonl` one object for each epoch, `checkpoints/` the state to go on from, and
/// `summary.json` the result. Files are written whole or not at all, but for the metrics, which grow
/// by one line an epoch.
public struct RunFolder: Sendable {
  /// The place of the folder.
  public let url: URL

  /// Creates the folder of a new run.
  ///
  /// - Parameters:
  ///   - path: A folder that does not exist or is empty.
  ///   - configuration: What is run.
  ///   - trainer: The trainer at step 0.
  /// - Throws: A ``RunFolderError`` if the folder holds something, or the file system's error.
  public init(
    creating path: String, configuration: RunConfiguration, trainer: Trainer
  ) throws {
    url = URL(fileURLWithPath: path, isDirectory: true)
    let manager = FileManager.default
    if let contents = try? manager.contentsOfDirectory(atPath: url.path), !contents.isEmpty {
      throw RunFolderError(
        file: url.path, reason: "expected a new or an empty folder, found \(contents.count) entries"
      )
    }
    do {
      try manager.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      throw RunFolderError(
        file: url.path, reason: "the folder cannot be made: \(error.localizedDescription)")
    }
    try write(try configuration.resolved().json(), to: "config.json")
    let split = ["labeled": trainer.data.labeled, "validation": trainer.data.validation]
    try write(
      try JSONSerialization.data(withJSONObject: split, options: .sortedKeys), to: "split.json")
    try write(Data(), to: "metrics.jsonl")
  }

  /// Opens the folder of a run.
  ///
  /// - Parameter path: The folder.
  /// - Throws: A ``RunFolderError`` if it holds no configuration.
  public init(opening path: String) throws {
    url = URL(fileURLWithPath: path, isDirectory: true)
    guard FileManager.default.fileExists(atPath: url.appendingPathComponent("config.json").path)
    else {
      throw RunFolderError(file: url.path, reason: "expected the folder of a run with config.json")
    }
  }

  /// Reads the configuration.
  ///
  /// - Returns: The resolved configuration.
  /// - Throws: An error that names the file.
  public func configuration() throws -> RunConfiguration {
    let file = url.appendingPathComponent("config.json")
    return try RunConfiguration(json: Data(contentsOf: file), name: file.path)
  }

  /// The checkpoints.
  public var checkpoints: CheckpointFolder {
    CheckpointFolder(url.appendingPathComponent("checkpoints", isDirectory: true))
  }

  /// Adds the line of an epoch to the metrics.
  ///
  /// - Parameter report: What the epoch came to.
  /// - Throws: The file system's error.
  public func append(_ report: EpochReport) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var line = try encoder.encode(EpochRecord(report))
    line.append(0x0A)
    let handle = try FileHandle(forWritingTo: url.appendingPathComponent("metrics.jsonl"))
    defer { try? handle.close() }
    try handle.seekToEnd()
    try handle.write(contentsOf: line)
  }

  /// Writes the result.
  ///
  /// - Parameter summary: What the run came to.
  /// - Throws: The file system's error.
  public func write(_ summary: RunSummary) throws {
    try write(try summary.json(isPretty: true), to: "summary.json")
  }

  private func write(_ data: Data, to name: String) throws {
    let file = url.appendingPathComponent(name)
    do {
      try data.write(to: file, options: .atomic)
    } catch {
      throw RunFolderError(
        file: file.path, reason: "the file cannot be written: \(error.localizedDescription)")
    }
  }
}

/// A run folder that is not what it should be.
public struct RunFolderError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file or folder.
  public let file: String
  /// What was expected and what was found.
  public let reason: String

  /// One line for a person.
  public var description: String { "\(file): \(reason)" }
}

/// The line of an epoch in `metrics.jsonl`.
private struct EpochRecord: Encodable {
  let epoch: Int
  let step: Int
  let test: ClassificationMetrics?
  let validation: ClassificationMetrics?
  let pseudoLabels: PseudoLabelMetrics?
  let thresholds: [Float]

  init(_ report: EpochReport) {
    epoch = report.epoch
    step = report.step
    test = report.test
    validation = report.validation
    pseudoLabels = report.pseudoLabels
    thresholds = report.thresholds.map { $0.isFinite ? $0 : 0 }
  }
}
