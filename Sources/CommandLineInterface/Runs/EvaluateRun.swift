import Backbones
import Datasets
import Foundation
import Reports
import TensorCore
import Training

/// What `semisup evaluate` does.
enum EvaluateRun {
  /// The result of an evaluation, as `--json` prints it.
  private struct Result: Encodable {
    let run: String
    let data: String
    let sampleCount: Int
    let accuracy: Double
    let balancedAccuracy: Double
    let macroF1: Double
    let expectedCalibrationError: Double
    let perClassRecall: [Double?]
    let classNames: [String]
    let confusionMatrix: [[Int]]
    let weightsSHA256: String
  }

  /// What to read: as in training if the data are the same, and only as asked for if not.
  private static func dataConfiguration(
    of run: RunConfiguration, _ arguments: ParsedArguments
  ) throws -> RunConfiguration {
    let source = arguments[DataOptions.data].description
    var configuration = run
    if source != run.data {
      configuration.data = source
      configuration.testFraction = nil
      configuration.classCount = nil
      configuration.groupBy = nil
    }
    configuration.unlabeledData = nil
    configuration.imageSize = arguments[DataOptions.imageSize] ?? run.imageSize
    configuration.testFraction = arguments[DataOptions.testFraction] ?? configuration.testFraction
    configuration.classCount = arguments[DataOptions.classes] ?? configuration.classCount
    configuration.groupBy = arguments[DataOptions.groupBy] ?? configuration.groupBy
    configuration.skipsUnreadable = arguments[DataOptions.skipUnreadable]
    return configuration
  }

  static func body(_ arguments: ParsedArguments, console: Console) throws {
    if let threads = arguments[RuntimeOptions.threads] { Parallel.threadCount = threads }
    let path = arguments[EvaluateCommand.run]
    let model = try Model(loading: path)
    let configuration = try dataConfiguration(of: try RunConfiguration(loading: path), arguments)
    let takesAll = arguments[EvaluateCommand.all]
    if takesAll, arguments.isGiven(DataOptions.testFraction) {
      throw ValidationError("'--all' and '--test-fraction' exclude each other")
    }
    let parts = try configuration.loadParts(
      cache: try DataOptions.imageCache(arguments, console: console), drawsTest: !takesAll)
    DataOptions.report(parts.skipped, console: console)
    let map = try arguments[EvaluateCommand.classMap].map { try ClassMap(reading: $0) }
    let images =
      takesAll
      ? ImageDataset(joining: [parts.train, parts.validation, parts.test].compactMap { $0 })
      : parts.test
    if !takesAll, !arguments[RuntimeOptions.quiet] {
      let all = parts.train.count + (parts.validation?.count ?? 0) + parts.test.count
      console.note(
        "These are the test images, \(NumberText.count(parts.test.count)) of "
          + "\(NumberText.count(all)); '--all' takes all.")
    }
    let test = try images.matchingClasses(model.classNames, map: map ?? ClassMap())
    guard test.channels == model.backbone.inputChannels else {
      throw TrainingError.mismatch(
        "the images have \(test.channels) channels, the model expects "
          + "\(model.backbone.inputChannels)")
    }
    let metrics = try model.evaluate(test)
    let result = Result(
      run: path, data: configuration.data, sampleCount: metrics.sampleCount,
      accuracy: metrics.accuracy, balancedAccuracy: metrics.balancedAccuracy,
      macroF1: metrics.macroF1, expectedCalibrationError: metrics.expectedCalibrationError,
      perClassRecall: metrics.perClassRecall, classNames: model.classNames,
      confusionMatrix: metrics.confusionMatrix, weightsSHA256: model.store.weightsSHA256())
    if arguments[RuntimeOptions.json] {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      console.print(String(decoding: try encoder.encode(result), as: UTF8.self))
      return
    }
    let rows = [
      ["images", NumberText.count(result.sampleCount)],
      ["accuracy", NumberText.percent(result.accuracy, decimals: 2)],
      ["balanced accuracy", NumberText.percent(result.balancedAccuracy, decimals: 2)],
      ["macro F1", NumberText.percent(result.macroF1, decimals: 2)],
      [
        "expected calibration error",
        NumberText.percent(result.expectedCalibrationError, decimals: 2),
      ],
    ]
    console.write(
      TextTable([.init(result.data, .left), .init("", .right)], rows: rows).text(), .output)
    console.write(
      "\n"
        + TextTable(
          [.init("class", .left), .init("recall", .right)],
          rows: zip(result.classNames, result.perClassRecall).map { name, recall in
            [name, recall.map { NumberText.percent($0, decimals: 1) } ?? "no images"]
          }
        ).text(), .output)
  }
}
