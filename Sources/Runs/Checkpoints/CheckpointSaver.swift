public import Training

/// Saves the checkpoints of a run while its events come: regular ones, the best, and the last.
///
/// Hand it every event of `run(_:)`. A regular checkpoint is saved at the end of every
/// epoch, or after every so many steps; the best whenever an epoch has raised the accuracy on the
/// validation samples; and one when the run ends or is stopped, from which it can go on.
public struct CheckpointSaver: Sendable {
  /// Where checkpoints are kept.
  public let folder: CheckpointFolder
  /// The number of steps from one regular checkpoint to the next; nil for one at every epoch's end.
  public let interval: Int?
  /// What is run, to be kept with the state; nil leaves it out.
  public let configuration: RunConfiguration?

  /// Creates a saver.
  ///
  /// - Parameters:
  ///   - folder: Where checkpoints are kept.
  ///   - interval: The number of steps from one regular checkpoint to the next, at least 1; nil for
  ///     one at every epoch's end.
  ///   - configuration: What is run, to be kept with the state.
  package init(
    _ folder: CheckpointFolder, every interval: Int? = nil,
    configuration: RunConfiguration? = nil
  ) {
    self.folder = folder
    self.interval = interval.map { max(1, $0) }
    self.configuration = configuration
  }

  /// Saves what an event calls for.
  ///
  /// - Parameters:
  ///   - event: What happened.
  ///   - trainer: The trainer that told it.
  /// - Throws: A `CheckpointError` if the system cannot write, or a `TrainingError` if a weight
  ///   is not finite; earlier checkpoints are then whole.
  public func note(_ event: TrainingEvent, of trainer: Trainer) throws {
    let isDue = interval.map { trainer.step % $0 == 0 }
    switch event {
    case .step:
      // At an epoch's end the epoch's own event follows, with a checkpoint that knows its outcome.
      if isDue == true, !trainer.isEpochDue { try save(trainer) }
    case .epoch(let report):
      if isDue ?? true { try save(trainer) }
      if let best = trainer.bestEpoch, best.epoch == report.epoch {
        try folder.saveBest(checkpoint(of: trainer))
      }
    case .finished:
      if folder.entries.first?.step != trainer.step { try save(trainer) }
    }
  }

  /// Saves a checkpoint now.
  ///
  /// - Parameter trainer: The trainer, between two steps.
  /// - Returns: The file.
  /// - Throws: A `CheckpointError` if the system cannot write; earlier checkpoints are then whole.
  @discardableResult
  public func save(_ trainer: Trainer) throws -> CheckpointFolder.Entry {
    try folder.save(checkpoint(of: trainer), step: trainer.step)
  }

  private func checkpoint(of trainer: Trainer) throws -> Checkpoint {
    try trainer.checkWeights()
    var checkpoint = try trainer.checkpoint()
    if let configuration { checkpoint.set(try configuration.json(), as: .configuration) }
    return checkpoint
  }
}
