package import Foundation
package import Runs
import TensorCore
package import Training

/// A run on a few drawn faces, in a folder of a test's own.
package struct TinyRun {
  package let url: URL
  package let configuration: RunConfiguration

  package init(
    method: String = "dta-snl", steps: Int = 8, epochSteps: Int = 3, seed: UInt64 = 3,
    change: (inout RunConfiguration) -> Void = { _ in }
  ) throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("semisupervised-\(UUID().uuidString)")
    var configuration = RunConfiguration(
      data: "faces:train=140,test=70,size=16", method: method, seed: seed)
    configuration.labelsPerClass = 2
    configuration.backbone = "convnet"
    configuration.batchSize = 4
    configuration.unlabeledRatio = 2
    configuration.steps = steps
    configuration.epochSteps = epochSteps
    change(&configuration)
    self.configuration = configuration
  }

  package func remove() { try? FileManager.default.removeItem(at: url) }

  package func makeTrainer() throws -> Trainer { try configuration.makeTrainer() }

  /// Makes the folder and runs to the end, or to the step after which a run is stopped.
  @discardableResult
  package func run(stoppingAfter stop: Int? = nil) throws -> RunFolder {
    let trainer = try makeTrainer()
    let folder = try RunFolder(creating: url.path, configuration: configuration, trainer: trainer)
    try record(trainer, in: folder, stoppingAfter: stop)
    return folder
  }

  package func record(_ trainer: Trainer, in folder: RunFolder, stoppingAfter stop: Int? = nil)
    throws
  {
    let recorder = try RunRecorder(folder, trainer: trainer)
    let result = try trainer.run { event in
      try recorder.record(event, of: trainer)
      return trainer.step == stop ? .stop : .proceed
    }
    try folder.write(RunSummary(result, configuration: configuration, data: trainer.data))
  }

  /// The lines of the metrics.
  package var lines: [MetricsLine] {
    get throws { try MetricsFile(url.appendingPathComponent("metrics.jsonl")).read() }
  }

  /// The bytes of the event file.
  package var events: [UInt8] {
    get throws {
      let names = try FileManager.default.contentsOfDirectory(atPath: url.path)
        .filter { $0.hasPrefix("events.out.tfevents.") }
      guard names.count == 1 else { return [] }
      return [UInt8](try Data(contentsOf: url.appendingPathComponent(names[0])))
    }
  }
}
