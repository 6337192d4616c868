package import Foundation
package import Inference
import Training

/// Everything that a run folder tells about its run, read once.
///
/// Runs that were cut short are read as far as they came.
package struct RunHistory: Sendable {
  /// The name of the folder.
  package let name: String
  /// The place of the folder.
  package let url: URL
  /// What was run.
  package let configuration: RunConfiguration
  /// What runs; nil if the run was cut short before its first line.
  package let run: RunRecord?
  /// The stretches of steps.
  package let steps: [StepsRecord]
  /// The epochs.
  package let epochs: [EpochRecord]
  /// The end of the run; nil if it was cut short.
  package let finished: FinishedRecord?
  /// The result; nil if there is none yet.
  package let summary: RunSummary?
  /// Some unlabeled images of the last epoch; nil for a run without pseudo-labels.
  package let samples: SampleSheet?

  /// Reads the records of a run.
  ///
  /// - Parameter folder: The folder of the run.
  /// - Throws: An error that names the file that is not as it should be.
  package init(reading folder: RunFolder) throws {
    url = folder.url
    name = folder.url.standardizedFileURL.lastPathComponent
    configuration = try folder.configuration()
    var run: RunRecord?
    var steps: [StepsRecord] = []
    var epochs: [EpochRecord] = []
    var finished: FinishedRecord?
    if FileManager.default.fileExists(atPath: folder.metricsURL.path) {
      for line in try MetricsFile(folder.metricsURL).read() {
        switch line {
        case .run(let record): run = record
        case .steps(let record): steps.append(record)
        case .epoch(let record): epochs.append(record)
        case .finished(let record): finished = record
        }
      }
    }
    self.run = run
    self.steps = steps
    self.epochs = epochs
    self.finished = finished
    summary = try Self.decode(RunSummary.self, folder.url.appendingPathComponent("summary.json"))
    samples = try Self.decode(SampleSheet.self, folder.url.appendingPathComponent("samples.json"))
  }

  /// Reads a file of JSON; nil if there is none.
  private static func decode<Value: Decodable>(_ type: Value.Type, _ url: URL) throws -> Value? {
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    do {
      return try JSONDecoder().decode(type, from: Data(contentsOf: url))
    } catch {
      throw RunFolderError(
        file: url.path, reason: "expected the JSON of a run's \(url.lastPathComponent): \(error)")
    }
  }

  /// The names of the classes.
  package var classNames: [String] { run?.classNames ?? summary?.classNames ?? [] }

  /// The number of steps done.
  package var stepsDone: Int {
    max(finished?.step ?? 0, steps.last?.step ?? 0, epochs.last?.step ?? 0)
  }

  /// The number of steps of the whole run.
  package var stepCount: Int { run?.steps ?? configuration.steps ?? stepsDone }

  /// How the evaluation weights did last on the test images.
  package var test: ClassificationMetrics? { finished?.test ?? epochs.last?.test }
}
