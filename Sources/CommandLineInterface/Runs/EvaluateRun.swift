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

  static func body(_ arguments: ParsedArguments, console: Console) throws {
    if let threads = arguments[RuntimeOptions.threads] { Parallel.threadCount = threads }
    let path = arguments[EvaluateCommand.run]
    var configuration = try RunConfiguration(loading: path)
    let model = try Model(loading: path)
    configuration.data = arguments[DataOptions.data].description
    configuration.imageSize = arguments[DataOptions.imageSize] ?? configuration.imageSize
    configuration.testFraction = arguments[DataOptions.testFraction]
    let test = try configuration.loadParts().test.matchingClasses(model.classNames)
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
