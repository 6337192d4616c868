import Foundation
import SemiSupervised
import Synchronization
import Testing

/// Trains inside an actor and keeps what came out.
private actor Keeper {
  private(set) var steps: [Int] = []
  private(set) var model: Model?
  private(set) var result: TrainingResult?

  func train(_ configuration: RunConfiguration, stoppingAfter limit: Int = .max) async throws {
    let trainer = try configuration.makeTrainer()
    for try await event in Trainer.events(running: trainer) {
      switch event {
      case .step(let report):
        steps.append(report.progress.step)
        if steps.count == limit { return }
      case .epoch: break
      case .finished(let result):
        self.result = result
        model = result.model
      }
    }
  }
}

/// A loss that notes whether it is computed inside a task, which is on the cooperative pool.
private struct WatchedLoss: LossStrategy {
  final class Places: Sendable {
    let areInTask = Mutex<Set<Bool>>([])
  }

  let base = SupervisedCrossEntropy()
  let seen = Places()
  var name: String { base.name }
  var requests: [ViewRequest] { base.requests }

  func callAsFunction(_ step: Step) -> Tensor {
    let isInTask = withUnsafeCurrentTask { $0 != nil }
    seen.areInTask.withLock { _ = $0.insert(isInTask) }
    return base(step)
  }
}

@Suite("Training from an actor and as an asynchronous sequence")
struct AsyncTrainingTests {
  @Test("an actor trains, hears of every step and keeps the model; the bits are those of run()")
  func actor() async throws {
    let configuration = SmallRun.configuration()
    let keeper = Keeper()
    try await keeper.train(configuration)
    #expect(await keeper.steps == [0, 1, 2, 3])
    let direct = try configuration.makeTrainer().run()
    #expect(await keeper.result?.weightsSHA256 == direct.weightsSHA256)
    let model = try #require(await keeper.model)
    let face = SmallRun.faces.image(at: 0, in: .test)
    #expect(model.predict([face]) == direct.model.predict([face]))
  }

  @Test("steps are computed on a thread of the trainer's own, not on the cooperative pool")
  func thread() async throws {
    let configuration = SmallRun.configuration(steps: 2)
    let example = try configuration.makeTrainer()
    let loss = WatchedLoss()
    let trainer = try Trainer(
      pipeline: try Pipeline(backbone: example.pipeline.backbone, losses: [loss]),
      data: example.data,
      options: example.options)
    for try await _ in Trainer.events(running: trainer) {}
    #expect(loss.seen.areInTask.withLock { $0 } == [false])
  }

  @Test("leaving the loop stops the run; so does cancelling the task")
  func stopping() async throws {
    let keeper = Keeper()
    try await keeper.train(SmallRun.configuration(steps: 100_000), stoppingAfter: 2)
    #expect(await keeper.steps == [0, 1])

    let endless = Keeper()
    let work = Task { try await endless.train(SmallRun.configuration(steps: 100_000)) }
    while await endless.steps.isEmpty { await Task.yield() }
    work.cancel()
    try await work.value
    #expect(await endless.steps.count < 100_000)
    #expect(await endless.result == nil)
  }

  @Test("an error of the run ends the sequence with that error")
  func failing() async throws {
    let trainer = try SmallRun.configuration().makeTrainer()
    let broken = try Trainer(
      pipeline: try Pipeline(
        backbone: trainer.pipeline.backbone, losses: [SupervisedCrossEntropy() * 1e38 * 1e38]),
      data: trainer.data, options: trainer.options)
    let events = Trainer.events(running: broken)
    await #expect(throws: TrainingError.self) {
      for try await _ in events {}
    }
  }
}
