import Backbones
import Datasets
import Foundation
import Inference
import Methods
import Reports
import Runs
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
    of run: RunConfiguration, asked: RunConfiguration
  ) -> RunConfiguration {
    var configuration = run
    if asked.data != run.data {
      configuration.data = asked.data
      configuration.testFraction = nil
      configuration.classCount = nil
      configuration.groupBy = nil
    }
    configuration.unlabeledData = nil
    configuration.imageSize = asked.imageSize ?? run.imageSize
    configuration.testFraction = asked.testFraction ?? configuration.testFraction
    configuration.classCount = asked.classCount ?? configuration.classCount
    configuration.groupBy = asked.groupBy ?? configuration.groupBy
    configuration.skipsUnreadable = asked.skipsUnreadable
    return configuration
  }

  static func body(
    _ arguments: ParsedArguments, console: Console, _ catalog: PartCatalog
  ) throws {
    if let threads = arguments[RuntimeOptions.threads] { Parallel.threadCount = threads }
    let path = arguments[EvaluateCommand.run]
    let model = try Model(loading: path, catalog: catalog)
    let asked = try RunOptions.configuration(of: arguments, catalog)
    let configuration = dataConfiguration(of: try RunConfiguration(loading: path), asked: asked)
    let takesAll = arguments[EvaluateCommand.all]
    if takesAll, asked.testFraction != nil {
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
    let matched = try matching(images, model, map ?? ClassMap())
    let test = try fitting(matched, model, console: console)
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

  /// The images with the model's classes; an error says which option helps.
  private static func matching(
    _ images: ImageDataset, _ model: Model, _ map: ClassMap
  ) throws -> ImageDataset {
    do {
      return try images.matchingClasses(model.classNames, map: map)
    } catch let error as ModelError {
      guard case .unknownClasses = error else { throw error }
      throw RunError("\(error); --class-map gives names that differ")
    }
  }

  /// The images in the model's size and with its channels, which is said where it changes them.
  private static func fitting(
    _ images: ImageDataset, _ model: Model, console: Console
  ) throws -> ImageDataset {
    let (width, height) = (model.imageWidth ?? images.width, model.imageHeight ?? images.height)
    let channels = model.backbone.inputChannels
    guard (images.width, images.height, images.channels) != (width, height, channels) else {
      return images
    }
    console.note(
      "The images are \(images.width) x \(images.height) x \(images.channels); they are brought "
        + "to the model's \(width) x \(height) x \(channels).")
    return try images.converted(width: width, height: height, channels: channels)
  }
}
