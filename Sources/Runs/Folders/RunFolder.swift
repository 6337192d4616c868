import Datasets
public import Foundation
import TensorCore
public import Training

/// The folder of one run: configuration, split, metrics, checkpoints and summary.
///
/// | file | holds | written |
/// |---|---|---|
/// | `config.json` | the resolved configuration | at the start |
/// | `split.json` | the places of the labeled and the validation images | at the start |
/// | `metrics.jsonl` | what happened, see ``MetricsLine`` | line by line |
/// | `events.out.tfevents.*` | the same for TensorBoard, with images of a few views | with the lines |
/// | `samples.json` | some unlabeled images of the last epoch, see ``SampleSheet`` | at ends of epochs |
/// | `checkpoints/` | the state to go on from | as asked for |
/// | `summary.json` | the result | at the end |
/// | `report.html` | everything to look at | at the end |
///
/// Files are written whole or not at all, but for the metrics and the events, which grow.
public struct RunFolder: Sendable {
  /// The place of the folder.
  public let url: URL
  /// Keeps other programs from writing to the folder while this value, or a copy, lives.
  let claim: FolderClaim?

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
    // A program that was killed before the run began may have left the start of a file.
    DurableFile.removeUnfinished(in: url)
    if let contents = try? manager.contentsOfDirectory(atPath: url.path), !contents.isEmpty {
      let way =
        contents.contains("config.json")
        ? " of a run; \(ShellText.line(["semisup", "resume", path])) goes on with it" : ""
      throw RunFolderError(
        file: url.path,
        reason: "expected a new or an empty folder, found \(contents.count) entries\(way)")
    }
    do {
      try manager.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      throw RunFolderError(
        file: url.path, reason: "the folder cannot be made: \(error.localizedDescription)")
    }
    claim = try FolderClaim(url)
    try write(try configuration.resolved().json(), to: "config.json")
    var split = ["labeled": trainer.data.labeled, "validation": trainer.data.validation]
    if trainer.data.mislabeledCount > 0 {
      split["shownLabels"] = trainer.data.labels
      split["trueLabels"] = trainer.data.labeled.map { trainer.data.train.labels[$0] }
    }
    try write(
      try JSONSerialization.data(withJSONObject: split, options: .sortedKeys), to: "split.json")
  }

  /// Opens the folder of a run.
  ///
  /// - Parameters:
  ///   - path: The folder.
  ///   - isWriting: Whether the run is to go on, which only one program at a time may do.
  /// - Throws: A ``RunFolderError`` if it holds no configuration, or if another program writes to it.
  public init(opening path: String, forWriting isWriting: Bool = false) throws {
    url = URL(fileURLWithPath: path, isDirectory: true)
    guard FileManager.default.fileExists(atPath: url.appendingPathComponent("config.json").path)
    else {
      throw RunFolderError(file: url.path, reason: "expected the folder of a run with config.json")
    }
    claim = isWriting ? try FolderClaim(url) : nil
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
  public var checkpoints: CheckpointFolder { checkpoints(keeping: nil) }

  func checkpoints(keeping count: Int?) -> CheckpointFolder {
    CheckpointFolder(
      url.appendingPathComponent("checkpoints", isDirectory: true), keeping: count ?? 2)
  }

  /// The metrics; see ``MetricsLine``.
  var metricsURL: URL { url.appendingPathComponent("metrics.jsonl") }

  /// Writes the result.
  ///
  /// - Parameter summary: What the run came to.
  /// - Throws: The file system's error.
  public func write(_ summary: RunSummary) throws {
    try write(try summary.json(isPretty: true), to: "summary.json")
  }

  /// Writes the images of an epoch over those of the epoch before.
  func write(_ sheet: SampleSheet) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try write(try encoder.encode(sheet), to: "samples.json")
  }

  func write(_ data: Data, to name: String) throws {
    let file = url.appendingPathComponent(name)
    do throws(SystemError) {
      try DurableFile.write([data], to: file)
    } catch {
      throw RunFolderError(file: file.path, reason: "the file cannot be written: \(error)")
    }
  }
}
