import Backbones
import Datasets
import LossStrategies
import TensorCore
import ThresholdPolicies
import TrainingSteps

extension Trainer {
  /// The names of the losses of all stages, each once.
  public var lossNames: [String] {
    var seen: Set<String> = []
    return stages.flatMap(\.pipeline.losses).map(\.name).filter { seen.insert($0).inserted }
  }

  /// The number of steps done within the present stage.
  var stepOfStage: Int { progress.step - stageSteps[progress.stage].lowerBound }

  /// Begins the stage that the next step belongs to, if the present one is done.
  func beginStageIfDue() {
    if progress.step >= stageSteps[progress.stage].upperBound { begin(stage: progress.stage + 1) }
  }

  /// Makes networks, optimizer, policy and batches of a stage out of what the one before left.
  func begin(stage number: Int) {
    let stage = stages[number]
    let (student, before) = (networks.student, networks.evaluated)
    var teacher: ParameterStore?
    if stage.pipeline.teacher != nil {
      teacher = ParameterStore(layout: student.layout, isTrained: false)
      teacher?.copy(from: before)
    }
    switch stage.start {
    case .continued: if before !== student { student.copy(from: before) }
    case .anew:
      if let startingPoint {
        student.copy(from: startingPoint)
      } else {
        student.initialize(using: key(of: number))
      }
    }
    if stage.pipeline.teacher?.isFrozen == false { teacher?.copy(from: student) }
    pipeline = stage.pipeline
    networks.teacher = teacher
    networks.isTeacherFrozen = stage.pipeline.teacher?.isFrozen ?? false
    optimizer = OptimizerState(options.optimizer, for: student)
    policy = stage.pipeline.threshold
    magnitudes = Self.magnitudes(of: stage.pipeline, from: stageSteps[number].lowerBound)
    loader = data.loader(for: stage.pipeline, options: options, magnitudes: magnitudes)
    progress.stage = number
  }

  /// The key of a stage's random numbers; that of the first is the seed's own.
  func key(of stage: Int) -> RandomKey {
    stage == 0
      ? RandomKey(seed: options.seed)
      : RandomKey(seed: RandomKey.mix(options.seed ^ UInt64(stage)))
  }
}
