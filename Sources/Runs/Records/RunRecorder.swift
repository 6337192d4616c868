import Datasets
import Foundation
import Inference
import LossStrategies
public import Training
import TrainingSteps

/// Keeps the records of a run while its events come.
///
/// Hand it every event of `run(_:)`. It writes `metrics.jsonl` (see
/// ``MetricsLine``), an event file for TensorBoard, and `samples.json` (see ``SampleSheet``); every
/// record is handed to the system before the call returns. Record an event before you save a
/// checkpoint for it: a run that goes on from the checkpoint then finds all records up to it.
///
/// A recorder for a trainer that has been restored drops the records that lie after the trainer's
/// step, which the run will write again, so that none is missing and none stands twice.
public final class RunRecorder {
  /// The largest number of stretches of steps that a run's records are divided into, epochs' ends
  /// and checkpoints aside.
  static let stretchCount = 1_000
  /// The largest number of epochs whose images go to TensorBoard.
  static let imageEpochCount = 20

  private let folder: RunFolder
  private let metrics: GrowingFile
  private let events: EventFile
  private let interval: Int
  private let checkpointInterval: Int?
  private var pending: [StepReport] = []

  /// Opens the records of a run.
  ///
  /// - Parameters:
  ///   - folder: The folder of the run.
  ///   - trainer: The trainer, before its first step or restored.
  ///   - checkpointInterval: The number of steps from one checkpoint to the next, so that stretches
  ///     of steps end there too; nil if checkpoints are taken at ends of epochs and of the run only.
  /// - Throws: A ``RunFolderError`` if the records cannot be read or written.
  public init(
    _ folder: RunFolder, trainer: Trainer, checkpointInterval: Int? = nil
  ) throws {
    self.folder = folder
    self.checkpointInterval = checkpointInterval
    interval = max(1, trainer.options.steps / Self.stretchCount)
    let (step, judgedStep) = (trainer.step, trainer.judgedStep)
    let file = MetricsFile(folder.metricsURL)
    var isEmpty = true
    try file.keep { line in
      let isKept =
        switch line {
        case .run: step > 0
        case .steps(let record): record.step <= step
        case .epoch(let record): record.step <= judgedStep
        case .finished: false
        }
      if isKept { isEmpty = false }
      return isKept
    }
    metrics = try GrowingFile(folder.metricsURL)
    events = try EventFile(in: folder.url) { mark in
      mark.step <= (mark.firstTag == Self.firstStepsTag ? step : judgedStep)
    }
    if isEmpty { try append(.run(RunRecord(trainer))) }
  }

  /// Records an event.
  ///
  /// - Parameters:
  ///   - event: What happened.
  ///   - trainer: The trainer that told it.
  /// - Throws: A ``RunFolderError`` if the records cannot be written.
  public func record(_ event: TrainingEvent, of trainer: Trainer) throws {
    switch event {
    case .step(let report):
      pending.append(report)
      let done = report.progress.step + 1
      let isCheckpoint = checkpointInterval.map { done % $0 == 0 } ?? false
      if done % interval == 0 || done % trainer.options.epochSteps == 0 || isCheckpoint
        || done == trainer.options.steps
      {
        try finishStretch(of: trainer)
      }
    case .epoch(let report):
      try append(.epoch(EpochRecord(report)))
      try events.append(summary(of: report, trainer), step: report.step)
      if let sheet = try SampleSheet(report, of: trainer) { try folder.write(sheet) }
    case .finished(let result):
      try finishStretch(of: trainer)
      try append(.finished(FinishedRecord(result)))
    }
  }

  /// Ends the present stretch of steps, as before a checkpoint that is taken at any moment.
  ///
  /// - Parameter trainer: The trainer that told the events.
  /// - Throws: A ``RunFolderError`` if the records cannot be written.
  package func finishStretch(of trainer: Trainer) throws {
    guard let record = StepsRecord(pending) else { return }
    pending.removeAll(keepingCapacity: true)
    try append(.steps(record))
    try events.append(summary(of: record, trainer), step: record.step)
  }

  private func append(_ line: MetricsLine) throws {
    try metrics.append(MetricsFile.encode(line))
  }
}

// MARK: - TensorBoard

extension RunRecorder {
  /// The tag that every event of steps begins with.
  private static let firstStepsTag = "train/loss"

  private func summary(of record: StepsRecord, _ trainer: Trainer) -> EventSummary {
    var summary = EventSummary()
    summary.addScalar(Self.firstStepsTag, record.loss)
    for name in trainer.lossNames {
      summary.addScalar("train/loss_\(name)", record.losses[name])
    }
    summary.addScalar("train/learning_rate", record.learningRate)
    summary.addScalar("train/images_per_second", record.imagesPerSecond)
    summary.addScalar("pseudo_labels/batch_coverage", record.coverage)
    for (name, threshold) in zip(trainer.data.train.classNames, record.thresholds) {
      summary.addScalar("threshold/\(name)", threshold)
    }
    return summary
  }

  private func summary(of report: EpochReport, _ trainer: Trainer) throws -> EventSummary {
    var summary = EventSummary()
    let names = trainer.data.train.classNames
    for (part, metrics) in [("test", report.test), ("validation", report.validation)] {
      guard let metrics else { continue }
      summary.addScalar("\(part)/accuracy", metrics.accuracy)
      summary.addScalar("\(part)/balanced_accuracy", metrics.balancedAccuracy)
      summary.addScalar("\(part)/macro_f1", metrics.macroF1)
      summary.addScalar("\(part)/calibration_error", metrics.expectedCalibrationError)
      for (name, recall) in zip(names, metrics.perClassRecall) {
        summary.addScalar("\(part)_recall/\(name)", recall)
      }
    }
    if let labels = report.pseudoLabels {
      summary.addScalar("pseudo_labels/coverage", labels.coverage)
      summary.addScalar("pseudo_labels/precision", labels.precision)
      summary.addScalar("pseudo_labels/negative_precision", labels.negativePrecision)
      for (name, coverage) in zip(names, labels.coverageByTrueClass) {
        summary.addScalar("coverage/\(name)", coverage)
      }
      for (name, precision) in zip(names, labels.precisionByPseudoLabel) {
        summary.addScalar("precision/\(name)", precision)
      }
      summary.addHistogram(
        "pseudo_labels/confidence", counts: labels.confidenceHistogram, sum: labels.confidenceSum)
    }
    let options = trainer.options
    let epochs = (options.steps + options.epochSteps - 1) / options.epochSteps
    if report.epoch % max(1, epochs / Self.imageEpochCount) == 0 || report.epoch == epochs {
      for (view, images) in try trainer.exampleViews(count: 8) where !images.isEmpty {
        let number = view.number == 0 ? "" : "_\(view.number)"
        summary.addImage(
          "views/\(view.pool.rawValue)_\(view.strength.rawValue)\(number)",
          ContactSheet.row(of: images))
      }
    }
    return summary
  }
}
