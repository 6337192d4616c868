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

  /// Reads where the run stopped.
  ///
  /// A ``RunRecorder`` made for a trainer that was restored drops what was recorded after the
  /// checkpoint; it will be recorded again.
  ///
  /// - Parameter file: The checkpoint to go on from; nil for the newest.
  /// - Returns: The checkpoint; nil if there is none, so that the run begins at step 0.
  /// - Throws: A `DamagedCheckpointError` that names the previous checkpoint if the newest is damaged
  ///   or of another run, or a `CheckpointError` for one that was named.
  public func checkpoint(at file: URL? = nil) throws -> Checkpoint? {
    let configuration = try configuration()
    guard let file else { return try checkpoints.newest(of: configuration)?.checkpoint }
    let checkpoint = try Checkpoint.read(from: file)
    try checkpoint.verify(isOf: configuration)
    return checkpoint
  }
}
