import LossStrategies
import TrainingSteps

extension Trainer {
  /// The names of the losses of all stages, each once.
  package var lossNames: [String] {
    var seen: Set<String> = []
    return stages.flatMap(\.pipeline.losses).map(\.name).filter { seen.insert($0).inserted }
  }

  /// How far the present stage has come: what policies, losses and schedules go by.
  var stageProgress: TrainingProgress {
    TrainingProgress(
      step: progress.step - state.steps.lowerBound, stepCount: state.steps.count,
      epochSteps: options.epochSteps)
  }

  /// Begins the stage that the next step belongs to, if the present one is done.
  func beginStageIfDue() {
    if progress.step >= state.steps.upperBound { begin(stage: state.index + 1) }
  }

  /// Makes the state of a stage out of what the one before left.
  func begin(stage index: Int) {
    state = StageState(
      index, of: stages, steps: stageSteps[index], data: data, options: options,
      after: networks, startingPoint: startingPoint)
    progress.stage = index
  }
}
