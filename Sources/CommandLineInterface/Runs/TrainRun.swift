import Datasets
import Foundation
import Reports
import TensorCore
import Training

/// What `semisup train` does.
enum TrainRun {
  static func body(_ arguments: ParsedArguments, console: Console) throws {
    if arguments.isGiven(TrainCommand.split), arguments.isGiven(TrainCommand.labelsPerClass) {
      throw ValidationError("'--split' and '--labels-per-class' exclude each other")
    }
    if let threads = arguments[RuntimeOptions.threads] { Parallel.threadCount = threads }
    let configuration = try configuration(of: arguments)
    let trainer = try configuration.makeTrainer()
    let folder = try arguments[TrainCommand.output].map {
      try RunFolder(creating: $0, configuration: configuration, trainer: trainer)
    }
    let isQuiet = arguments[RuntimeOptions.quiet]
    let isJSON = arguments[RuntimeOptions.json]
    let result = try TrainingMonitor(
      console: console, title: configuration.method, isQuiet: isQuiet, folder: folder
    ).run(trainer)
    let summary = try RunSummary(result, configuration: configuration, data: trainer.data)
    try folder?.write(summary)
    if isJSON {
      console.print(String(decoding: try summary.json(), as: UTF8.self))
    } else {
      console.write(SummaryText.text(of: summary, width: console.width), .output)
    }
  }

  private static func configuration(of arguments: ParsedArguments) throws -> RunConfiguration {
    var configuration = RunConfiguration(
      data: arguments[DataOptions.data].description, method: arguments[TrainCommand.method],
      recipe: arguments[TrainCommand.recipe], seed: arguments[TrainCommand.seed])
    configuration.imageSize = arguments[DataOptions.imageSize]
    configuration.testFraction = arguments[DataOptions.testFraction]
    configuration.labelsPerClass = arguments[TrainCommand.labelsPerClass]
    configuration.split = arguments[TrainCommand.split]
    configuration.labeledImbalance = arguments[TrainCommand.labeledImbalance]
    configuration.unlabeledPerClass = arguments[TrainCommand.unlabeledPerClass]
    configuration.unlabeledImbalance = arguments[TrainCommand.unlabeledImbalance]
    configuration.labelNoise = arguments[TrainCommand.labelNoise]?.description
    configuration.validationPerClass = arguments[TrainCommand.validationPerClass]
    configuration.backbone = arguments[TrainCommand.backbone]
    configuration.attention = arguments[TrainCommand.attention]
    configuration.attentionDrop = arguments[TrainCommand.attentionDrop]
    configuration.steps = arguments[TrainCommand.steps]
    configuration.epochSteps = arguments[TrainCommand.epochSteps]
    configuration.batchSize = arguments[TrainCommand.batchSize]
    configuration.unlabeledRatio = arguments[TrainCommand.unlabeledRatio]
    configuration.learningRate = arguments[TrainCommand.learningRate]
    configuration.settings = try SettingAssignment.dictionary(arguments[TrainCommand.set])
    return configuration
  }
}
