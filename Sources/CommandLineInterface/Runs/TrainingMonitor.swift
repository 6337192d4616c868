import Reports
import Runs
import Training
import TrainingSteps

/// Runs a trainer, shows its progress and keeps its records.
struct TrainingMonitor {
  let console: Console
  /// What runs, such as the method's name.
  let title: String
  let isQuiet: Bool
  /// Where epochs and checkpoints are kept; nil to keep none.
  let folder: RunFolder?
  /// What is run, for the checkpoints; unused without a folder.
  var configuration: RunConfiguration?

  /// Does the steps that are left.
  ///
  /// - Parameter trainer: The trainer.
  /// - Returns: What the run came to.
  /// - Throws: A ``StoppedRun`` if a signal came, once everything is saved, or the run's own error.
  func run(_ trainer: Trainer) throws -> TrainingResult {
    let printer = ProgressPrinter(console: console)
    var meter = ProgressMeter()
    let saver = folder?.checkpointSaver(for: configuration)
    defer { if !isQuiet { printer.finish() } }
    let recorder = try folder.map {
      try RunRecorder(
        $0, trainer: trainer, checkpointInterval: configuration?.checkpointEvery)
    }
    // What was learned of a run that fails is worth most.
    defer { try? recorder?.finishStretch(of: trainer) }
    return try trainer.run { event in
      // Records come before checkpoints, so that a run that goes on finds them.
      try recorder?.record(event, of: trainer)
      switch event {
      case .step(let report):
        meter.note(seconds: report.seconds, images: report.imageCount)
        if !isQuiet { printer.update(progress(report, meter)) }
      case .epoch:
        break
      case .finished:
        try saver?.note(event, of: trainer)
        return .proceed
      }
      if let signal = console.stopSignals.received() {
        // Before anything else: whoever asks to stop may not wait for long.
        try recorder?.finishStretch(of: trainer)
        try saver?.save(trainer)
        try saver?.note(event, of: trainer)
        throw StoppedRun(step: trainer.step, signal: signal)
      }
      try saver?.note(event, of: trainer)
      return .proceed
    }
  }

  private func progress(_ report: StepReport, _ meter: ProgressMeter) -> RunProgress {
    let done = report.progress.step + 1
    return RunProgress(
      title: title, step: done, stepCount: report.progress.stepCount,
      losses: report.terms.map { RunProgress.Loss(name: $0.name, value: Double($0.value)) },
      coverage: report.coverage.map(Double.init), imagesPerSecond: meter.imagesPerSecond,
      secondsLeft: meter.secondsLeft(steps: report.progress.stepCount - done))
  }
}

/// A run that ended before its last step because a signal asked it to.
struct StoppedRun: Error {
  /// The number of steps done.
  let step: Int
  /// The signal's number.
  let signal: Int32
}
