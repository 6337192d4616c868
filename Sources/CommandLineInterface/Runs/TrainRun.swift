import Datasets
import Foundation
import Reports
import TensorCore
import Training

/// What `semisup train` does.
enum TrainRun {
  static func body(_ arguments: ParsedArguments, console: Console) throws {
    if !arguments.isGiven(TrainCommand.output) {
      for option in [TrainCommand.checkpointEvery, TrainCommand.keepCheckpoints]
      where arguments.isGiven(option) {
        throw ValidationError("'\(option.parameter.longForm)' needs '--output'")
      }
    }
    var configuration = try configuration(of: arguments)
    configuration.checkpointEvery = arguments[TrainCommand.checkpointEvery]
    configuration.keepCheckpoints = arguments[TrainCommand.keepCheckpoints]
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

  /// What the options say of a run, checked; sets the number of threads.
  static func configuration(of arguments: ParsedArguments) throws -> RunConfiguration {
    if arguments.isGiven(TrainCommand.split), arguments.isGiven(TrainCommand.labelsPerClass) {
      throw ValidationError("'--split' and '--labels-per-class' exclude each other")
    }
    if let threads = arguments[RuntimeOptions.threads] { Parallel.threadCount = threads }
    var configuration = RunConfiguration(
      data: arguments[DataOptions.data].description, method: arguments[TrainCommand.method],
      recipe: arguments[TrainCommand.recipe], seed: arguments[TrainCommand.seed])
    configuration.imageSize = arguments[DataOptions.imageSize]
    configuration.testFraction = arguments[DataOptions.testFraction]
    configuration.classCount = arguments[DataOptions.classes]
    configuration.groupBy = arguments[DataOptions.groupBy]
    configuration.unlabeledData = arguments[TrainCommand.unlabeled]?.description
    if arguments[DataOptions.skipUnreadable] { configuration.skipsUnreadable = true }
    if !arguments[TrainCommand.labeledInPool] { configuration.labeledInUnlabeledPool = false }
    configuration.labelsPerClass = arguments[TrainCommand.labelsPerClass]
    configuration.split = arguments[TrainCommand.split]
    configuration.labeledImbalance = arguments[TrainCommand.labeledImbalance]
    configuration.unlabeledPerClass = arguments[TrainCommand.unlabeledPerClass]
    configuration.unlabeledImbalance = arguments[TrainCommand.unlabeledImbalance]
    configuration.labelNoise = arguments[TrainCommand.labelNoise]?.description
    configuration.validationPerClass = arguments[TrainCommand.validationPerClass]
    configuration.backbone = arguments[TrainCommand.backbone]
    configuration.weights = arguments[TrainCommand.weights]
    configuration.attention = arguments[TrainCommand.attention]
    configuration.attentionDrop = arguments[TrainCommand.attentionDrop]
    configuration.steps = arguments[TrainCommand.steps]
    configuration.epochSteps = arguments[TrainCommand.epochSteps]
    configuration.batchSize = arguments[TrainCommand.batchSize]
    configuration.unlabeledRatio = arguments[TrainCommand.unlabeledRatio]
    configuration.learningRate = arguments[TrainCommand.learningRate]
    configuration.settings = try SettingAssignment.dictionary(arguments[TrainCommand.set])
    configuration.notFinite = arguments[TrainCommand.notFinite]
    return configuration
  }
}
