import Reports
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

  func run(_ trainer: Trainer) throws -> TrainingResult {
    let printer = ProgressPrinter(console: console)
    var meter = ProgressMeter()
    defer { if !isQuiet { printer.finish() } }
    let recorder = try folder.map { try RunRecorder($0, trainer: trainer) }
    return try trainer.run { event in
      // Records come before checkpoints, so that a run that goes on finds them.
      try recorder?.record(event, of: trainer)
      switch event {
      case .step(let report):
        meter.note(seconds: report.seconds, images: report.imageCount)
        if !isQuiet { printer.update(progress(report, meter)) }
      case .epoch(let report):
        try folder?.checkpoints.save(trainer.checkpoint(), step: report.step)
      case .finished: break
      }
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
