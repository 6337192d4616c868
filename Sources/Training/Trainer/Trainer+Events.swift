import Foundation

extension Trainer {
  /// Trains on a thread of its own and tells what happens as an asynchronous sequence.
  ///
  /// Ending the iteration, or cancelling the task that iterates, stops the run after its present
  /// step. The last event is ``TrainingEvent/finished(_:)``. The trainer must not be used
  /// elsewhere until then, which is why it is handed over.
  ///
  /// - Parameter trainer: The trainer to run.
  /// - Returns: The events; errors of the run end the sequence.
  public static func events(
    running trainer: consuming sending Trainer
  ) -> AsyncThrowingStream<TrainingEvent, any Error> {
    let box = UncheckedBox(trainer)
    return AsyncThrowingStream { continuation in
      let cancellation = Cancellation()
      continuation.onTermination = { _ in cancellation.cancel() }
      let thread = Thread {
        do {
          try box.value.run { event in
            continuation.yield(event)
            return cancellation.isCancelled ? .stop : .proceed
          }
          continuation.finish()
        } catch {
          continuation.finish(throwing: error)
        }
      }
      thread.name = "SemiSupervised.Trainer"
      thread.stackSize = 8 << 20
      thread.start()
    }
  }
}

/// Hands a trainer to the one thread that runs it.
private struct UncheckedBox: @unchecked Sendable {
  let value: Trainer

  init(_ value: Trainer) { self.value = value }
}
