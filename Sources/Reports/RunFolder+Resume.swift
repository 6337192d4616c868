public import Foundation
public import Training

extension RunFolder {
  /// Returns what saves the run's checkpoints while it goes on.
  ///
  /// - Parameter configuration: What is run: its text is kept in every checkpoint, and it says how
  ///   often to save and how many to keep.
  /// - Returns: The saver, to be told the trainer's events.
  public func checkpointSaver(for configuration: RunConfiguration?) -> CheckpointSaver {
    CheckpointSaver(
      checkpoints(keeping: configuration?.keepCheckpoints), every: configuration?.checkpointEvery,
      configuration: configuration)
  }

  /// Reads the result of a run that is over.
  ///
  /// - Returns: The summary, or nil if the run is not over.
  /// - Throws: An error that names the file.
  public func summary() throws -> RunSummary? {
    let file = url.appendingPathComponent("summary.json")
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    return try RunSummary(json: Data(contentsOf: file), name: file.path)
  }

  /// Puts a trainer to where the run stopped.
  ///
  /// Without a checkpoint the trainer stays at step 0. A ``RunRecorder`` made for the trainer
  /// afterwards drops what was recorded after the checkpoint; it will be recorded again.
  ///
  /// - Parameters:
  ///   - trainer: A trainer at step 0, made from the run's configuration.
  ///   - file: The checkpoint to go on from; nil for the newest.
  /// - Throws: A `DamagedCheckpointError` that names the previous checkpoint if the newest is damaged
  ///   or of another run, a `CheckpointError` for one that was named, or the file system's error.
  public func restore(_ trainer: Trainer, from file: URL? = nil) throws {
    let configuration = try configuration()
    let checkpoint: Checkpoint?
    if let file {
      checkpoint = try Checkpoint.read(from: file)
      try checkpoint?.verify(isOf: configuration)
    } else {
      checkpoint = try checkpoints.newest(of: configuration)?.checkpoint
    }
    if let checkpoint { try trainer.restore(from: checkpoint) }
  }
}
