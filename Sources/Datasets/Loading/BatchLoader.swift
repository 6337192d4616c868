import TensorCore

/// Makes batches ahead of the step that needs them, on threads of its own.
///
/// What a batch holds depends on its recipe and step alone, so the results are the same bits for any
/// number of threads and any order of steps. Asking for steps one after the other is fast; asking for
/// another step drops what was made ahead.
///
/// The threads start with the first batch that is asked for, and end with the loader, which waits for
/// at most one batch a thread then.
public final class BatchLoader: Sendable {
  /// What decides what the batches hold.
  public let recipe: BatchRecipe
  private let queue: BatchQueue

  /// Creates a loader.
  ///
  /// - Parameters:
  ///   - recipe: What decides what the batches hold.
  ///   - stepCount: The number of steps of the run, past which nothing is made ahead; nil if unknown.
  ///   - batchesAhead: The number of batches that are made ahead; 0 makes every batch when it is
  ///     asked for, on the calling thread.
  ///   - threadCount: The number of threads; by default one less than the package uses elsewhere,
  ///     and at least one.
  package init(
    _ recipe: BatchRecipe, stepCount: Int? = nil, batchesAhead: Int = 3, threadCount: Int? = nil
  ) {
    self.recipe = recipe
    queue = BatchQueue(
      stepCount: stepCount ?? .max, batchesAhead: max(0, batchesAhead),
      threadCount: min(
        max(1, threadCount ?? Parallel.threadCount - 1), max(0, batchesAhead)),
      make: { try recipe.batch(at: $0) })
  }

  deinit { queue.shutDown() }

  /// Returns the batch of a step; may be called from several threads.
  ///
  /// If the batch is not made yet, the calling thread makes it.
  ///
  /// - Parameter step: The step, from 0; any step may follow any other.
  /// - Returns: The batch.
  /// - Throws: An error of the data set's storage.
  public func batch(at step: Int) throws -> LoadedBatch {
    check(step >= 0, "batch(at: \(step))")
    return try queue.batch(at: step)
  }
}
