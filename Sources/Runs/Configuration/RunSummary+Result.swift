import Datasets
import Inference
import TensorCore
public import Training

extension RunSummary {
  /// Puts a finished run into words.
  ///
  /// - Parameters:
  ///   - result: What the run came to.
  ///   - configuration: What was run.
  ///   - data: What it ran on.
  /// - Throws: A `TrainingError` if the configuration names something unknown.
  public init(
    _ result: TrainingResult, configuration: RunConfiguration, data: TrainingData
  ) throws {
    let settings = try configuration.resolved()
    self.init(
      method: settings.method, recipe: settings.recipe, backbone: settings.backbone ?? "",
      data: settings.data, seed: settings.seed, steps: result.steps,
      skippedSteps: result.skippedSteps > 0 ? result.skippedSteps : nil,
      labeledCount: data.labeled.count,
      mislabeledCount: settings.labelNoise == nil ? nil : data.mislabeledCount,
      unlabeledCount: data.unlabeled.count,
      accuracy: result.test?.accuracy, accuracyStudent: result.testOfStudent?.accuracy,
      accuracyMedian20: result.medianAccuracy,
      accuracyBestOnValidation: result.bestValidation?.testAccuracy,
      validationAccuracy: result.bestValidation?.accuracy,
      balancedAccuracy: result.test?.balancedAccuracy, macroF1: result.test?.macroF1,
      expectedCalibrationError: result.test?.expectedCalibrationError,
      perClassRecall: result.test?.perClassRecall, classNames: data.train.classNames,
      confusionMatrix: result.test?.confusionMatrix,
      pseudoLabelCoverage: result.pseudoLabels?.coverage,
      pseudoLabelPrecision: result.pseudoLabels?.precision,
      pseudoLabelCoveragePerClass: result.pseudoLabels?.coverageByTrueClass,
      pseudoLabelPrecisionPerClass: result.pseudoLabels?.precisionByPseudoLabel,
      secondsPerStep: result.secondsPerStep, imagesPerSecond: result.imagesPerSecond,
      peakMemoryMiB: ProcessMemory.peakResidentMiB, kernels: "\(KernelPath.current)",
      configurationHash: try configuration.hash(), weightsSHA256: result.weightsSHA256)
  }
}
