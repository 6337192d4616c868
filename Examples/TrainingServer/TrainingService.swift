import Foundation
import SemiSupervised

/// Trains on behalf of many callers, who ask how far it is, what it answers, and may stop it.
///
/// Every run computes on a thread of its own. The actor only notes what it hears, so that it answers
/// at any moment, and no thread of Swift concurrency is ever blocked.
actor TrainingService {
  /// Where a run stands.
  enum Status: Sendable {
    case running(fraction: Double, loss: Float)
    case finished(balancedAccuracy: Double)
    case cancelled(steps: Int)
    case failed(String)
  }

  /// The name of a run.
  typealias ID = Int

  private var statuses: [ID: Status] = [:]
  private var tasks: [ID: Task<Void, Never>] = [:]
  private var models: [ID: Model] = [:]

  /// Starts a run and returns at once.
  func start(_ configuration: RunConfiguration) -> ID {
    let id = statuses.count
    statuses[id] = .running(fraction: 0, loss: .nan)
    tasks[id] = Task { await follow(configuration, as: id) }
    return id
  }

  /// Says where a run stands; nil if there is none of that name.
  func status(of id: ID) -> Status? { statuses[id] }

  /// Asks a run to stop after its present step, and waits until it has.
  func cancel(_ id: ID) async {
    tasks[id]?.cancel()
    await tasks[id]?.value
  }

  /// Waits for the end of a run.
  func wait(for id: ID) async { await tasks[id]?.value }

  /// Says what images show, with the model of a run that is over; nil before.
  ///
  /// A few images take milliseconds; for thousands, hand the model to a queue of your own.
  func predict(_ images: [PixelImage], with id: ID) -> [Prediction]? { models[id]?.predict(images) }

  private func follow(_ configuration: RunConfiguration, as id: ID) async {
    var steps = 0
    do {
      for try await event in Trainer.events(running: try await prepare(configuration)) {
        switch event {
        case .step(let report):
          steps = report.progress.step + 1
          statuses[id] = .running(
            fraction: Double(steps) / Double(report.progress.stepCount),
            loss: report.terms.reduce(0) { $0 + $1.value })
        case .epoch: break
        case .finished(let result):
          guard !result.wasCancelled else { break }
          models[id] = result.model
          statuses[id] = .finished(balancedAccuracy: result.test?.balancedAccuracy ?? .nan)
        }
      }
      if models[id] == nil { statuses[id] = .cancelled(steps: steps) }
    } catch {
      statuses[id] = .failed("\(error)")
    }
  }

  /// Reads the images and builds the network, which may take seconds, on a thread of its own.
  private nonisolated func prepare(
    _ configuration: RunConfiguration
  ) async throws -> sending Trainer {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        do {
          continuation.resume(returning: try configuration.makeTrainer())
        } catch {
          continuation.resume(throwing: error)
        }
      }
    }
  }
}
