import LossStrategies
import TrainingSteps

/// Records a step for reports: time, pseudo-labels, samples, coverage.
struct StepRecorder {
  let data: TrainingData
  private let clock = MonotonicClock()
  private var coverage: Float?

  /// Starts the clock of a step.
  init(data: TrainingData) { self.data = data }

  /// Records what policy and losses selected from the unlabeled batch.
  ///
  /// - Parameters:
  ///   - step: A step that was not passed over.
  ///   - pipeline: Its pipeline.
  ///   - progress: Where the metrics of the epoch are kept.
  mutating func record(
    _ step: Step, of pipeline: Pipeline, in progress: inout TrainerProgress
  ) {
    guard let selection = step.selection else { return }
    let trueLabels = step.sampleIDs.map { data.unlabeledLabel(at: $0) }
    for loss in pipeline.losses {
      guard let negatives = loss.negativeLabels(step) else { continue }
      progress.pseudoLabels.addNegatives(negatives, trueLabels: trueLabels)
    }
    progress.thresholds = selection.thresholds
    guard pipeline.selectsUnlabeled else { return }
    progress.pseudoLabels.add(selection, trueLabels: trueLabels)
    progress.samples.add(selection, places: step.sampleIDs, trueLabels: trueLabels)
    coverage =
      selection.weights.isEmpty
      ? 0 : selection.weights.reduce(0, +) / Float(selection.weights.count)
  }

  /// Counts the step as done and stops its clock.
  ///
  /// - Returns: What listeners are told.
  func finish(
    _ step: Step, losses: LossSum, learningRate: Double, imageCount: Int, isSkipped: Bool,
    options: TrainingOptions, progress: inout TrainerProgress
  ) -> StepReport {
    let now = TrainingProgress(
      step: progress.step, stepCount: options.steps, epochSteps: options.epochSteps)
    let seconds = clock.seconds
    progress.step += 1
    progress.trainingSeconds += seconds
    progress.trainingImages += imageCount
    return StepReport(
      progress: now, terms: losses.terms, coverage: coverage,
      thresholds: step.selection?.thresholds ?? [], learningRate: Float(learningRate),
      seconds: seconds, imageCount: imageCount, isSkipped: isSkipped)
  }
}
