import Datasets
import Foundation
import Methods
import Parts
import Reports
import Runs
import TensorCore
import Training

/// What `semisup train` does.
enum TrainRun {
  static func body(
    _ arguments: ParsedArguments, console: Console, _ catalog: PartCatalog
  ) throws {
    if !arguments.isGiven(TrainCommand.output) {
      for key in RunConfiguration.keys where key.group == .output {
        let option = RunOptions.option(key.name)
        guard arguments.isGiven(option) else { continue }
        throw ValidationError("'\(option.parameter.longForm)' needs '--output'")
      }
    }
    let configuration = try configuration(of: arguments, catalog)
    let parts = try configuration.loadParts(
      cache: try DataOptions.imageCache(arguments, console: console))
    DataOptions.report(parts.skipped, console: console)
    let trainer = try configuration.makeTrainer(parts: parts)
    if let report = trainer.startingWeights, let file = configuration.weights {
      console.note(WeightsText.text(of: report, file: file))
    }
    let folder = try arguments[TrainCommand.output].map {
      try RunFolder(creating: $0, configuration: configuration, trainer: trainer)
    }
    try RunExecution(
      configuration: configuration, folder: folder, arguments: arguments, console: console
    ).finish(trainer)
  }

  /// What the options say of a run, its parts checked; sets the number of threads.
  static func configuration(
    of arguments: ParsedArguments, _ catalog: PartCatalog
  ) throws -> RunConfiguration {
    let configuration = try RunOptions.configuration(of: arguments, catalog)
    if configuration.split != nil, configuration.labelsPerClass != nil {
      throw ValidationError("'--split' and '--labels-per-class' exclude each other")
    }
    if let threads = arguments[RuntimeOptions.threads] { Parallel.threadCount = threads }
    do {
      try configuration.checkParts()
    } catch let error as PartError {
      throw ValidationError(error.description)
    }
    return configuration
  }
}
