import Backbones
import Datasets
import Foundation
import Methods
import Runs
import TensorCore
import Testing
import Training
import TrainingTestSupport

@Suite("Saving of checkpoints during a run", .serialized)
struct CheckpointSaverTests {
  private func steps(
    every interval: Int?, keeping count: Int = 100, validation: Int = 0, stopAfter: Int? = nil
  ) throws -> (steps: [Int], hasBest: Bool) {
    let temporary = try TemporaryFolder()
    defer { temporary.remove() }
    let folder = CheckpointFolder(temporary.file("checkpoints"), keeping: count)
    let saver = CheckpointSaver(folder, every: interval)
    let train = TinyData.make()
    let trainer = try Trainer(
      pipeline: TinyData.pipeline(.supervised),
      data: TrainingData(
        train: train,
        split: .perClass(3, of: train, validationPerClass: validation, key: RandomKey(seed: 1))),
      options: TrainingOptions(steps: 7, epochSteps: 3, batchSize: 6, seed: 5))
    try trainer.run { event in
      try saver.note(event, of: trainer)
      if case .step = event, trainer.step == stopAfter { return .stop }
      return .proceed
    }
    return (
      folder.entries.map(\.step).reversed(),
      FileManager.default.fileExists(atPath: folder.bestURL.path)
    )
  }

  @Test("one is saved at every epoch's end, or after every so many steps, and at the end")
  func regular() throws {
    #expect(try steps(every: nil).steps == [3, 6, 7])
    #expect(try steps(every: 2).steps == [2, 4, 6, 7])
    #expect(try steps(every: 100).steps == [7])
    #expect(try steps(every: 1, keeping: 2).steps == [6, 7])
  }

  @Test("one is saved when the run is stopped")
  func stopped() throws {
    #expect(try steps(every: nil, stopAfter: 4).steps == [3, 4])
    #expect(try steps(every: 4, stopAfter: 4).steps == [4])
  }

  @Test("the best is kept where there are validation samples")
  func best() throws {
    #expect(try !steps(every: nil).hasBest)
    #expect(try steps(every: 100, validation: 3).hasBest)
  }

  @Test("a checkpoint of a run with another configuration is refused with the setting")
  func otherRun() throws {
    let configuration = RunConfiguration(data: "faces:", method: "fixmatch", seed: 3)
    var checkpoint = Checkpoint()
    checkpoint.set(try configuration.json(), as: .configuration)
    try checkpoint.verify(isOf: configuration)
    var other = configuration
    other.checkpointEvery = 5
    try checkpoint.verify(isOf: other)
    other.seed = 4
    let error = #expect(throws: CheckpointError.self) { try checkpoint.verify(isOf: other) }
    #expect(error?.reason == .otherRun("expected 'seed' to be 4, found 3"))
    #expect(throws: CheckpointError.self) { try Checkpoint().verify(isOf: other) }
  }
}
