// Training inside a server or an app: an actor that trains, reports and can be stopped.

// snippet.actor
import SemiSupervised

actor ExpressionTrainer {
  private(set) var progress = 0.0
  private(set) var model: Model?

  /// Trains on a thread of its own; cancelling the calling task stops the run.
  func train(_ configuration: RunConfiguration) async throws {
    let trainer = try configuration.makeTrainer()
    for try await event in Trainer.events(running: trainer) {
      switch event {
      case .step(let report): progress = report.progress.fraction
      case .epoch: break
      case .finished(let result): model = result.model
      }
    }
  }
}
// snippet.end

// snippet.cancel
let trainer = ExpressionTrainer()
let work = Task {
  try await trainer.train(RunConfiguration(data: "faces:", method: "fixmatch"))
}
while await trainer.progress < 0.5 { try await Task.sleep(for: .seconds(1)) }
work.cancel()
// snippet.end
