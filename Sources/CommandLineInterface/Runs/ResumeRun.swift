import Foundation
import Methods
import Reports
import Runs
import TensorCore
import Training

/// What `semisup resume` does.
enum ResumeRun {
  static func body(
    _ arguments: ParsedArguments, console: Console, _ catalog: PartCatalog
  ) throws {
    if let threads = arguments[RuntimeOptions.threads] { Parallel.threadCount = threads }
    let path = arguments[ResumeCommand.run]
    let folder = try RunFolder(opening: path, forWriting: true)
    var configuration = try folder.configuration()
    configuration.catalog = catalog
    // Until now no number was other than finite, so the run is the same under both rules.
    configuration.notFinite = arguments[ResumeCommand.notFinite] ?? configuration.notFinite
    let execution = RunExecution(
      configuration: configuration, folder: folder, arguments: arguments, console: console)
    let file = arguments[ResumeCommand.checkpoint].map { URL(fileURLWithPath: $0) }
    if file == nil, let summary = try folder.summary() {
      if !arguments[RuntimeOptions.quiet] {
        console.note("The run has come to its end already; this was its result.")
      }
      return try execution.print(summary)
    }
    let checkpoint: Checkpoint?
    do {
      checkpoint = try folder.checkpoint(at: file)
    } catch let error as DamagedCheckpointError {
      throw RefusedCheckpoint(error: error, run: path)
    }
    let trainer = try configuration.makeTrainer(
      checkpoint: checkpoint, cache: try DataOptions.imageCache(arguments, console: console))
    if !arguments[RuntimeOptions.quiet] {
      console.note(
        trainer.step == 0
          ? "There is no checkpoint yet: starting at step 0."
          : "Going on after step \(NumberText.count(trainer.step)) of "
            + NumberText.count(trainer.options.steps) + ".")
    }
    try execution.finish(trainer)
  }

  /// A run whose newest checkpoint is no use, with the way on.
  private struct RefusedCheckpoint: Error, CustomStringConvertible {
    let error: DamagedCheckpointError
    let run: String

    var description: String {
      guard let previous = error.previous else {
        return "\(error); to start over, remove the folder of checkpoints"
      }
      return "\(error)\nTo go on from that one: "
        + ShellText.line(["semisup", "resume", run, "--checkpoint", previous.url.path])
    }
  }
}
