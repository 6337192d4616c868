import Augmentations
import Backbones
import Datasets
import TensorCore
import ThresholdPolicies

/// What a stage works with: made when it begins, whether that is the start of a run or later.
struct StageState {
  /// The index of the stage.
  let index: Int
  /// What is trained.
  let pipeline: Pipeline
  /// What its steps need.
  let plan: StepPlan
  /// The steps of the run that belong to the stage.
  let steps: Range<Int>
  /// The key of the stage's random numbers; that of the first is the seed's own.
  let key: RandomKey
  let networks: Networks
  let optimizer: OptimizerState
  var policy: (any ThresholdPolicy)?
  /// What strong augmentation learns; nil where it does not.
  private(set) var learner: (any AugmentationLearner)?
  private(set) var loader: BatchLoader

  /// Begins a stage.
  ///
  /// - Parameters:
  ///   - index: The index of the stage.
  ///   - stages: All stages of the run.
  ///   - steps: The steps of the run that belong to the stage.
  ///   - data: The images and labels.
  ///   - options: The sizes, optimizer and seed.
  ///   - previous: What the stage before ended with, whose student goes on; nil for the first.
  ///   - startingPoint: The weights from which a later stage starts anew; nil for random ones.
  init(
    _ index: Int, of stages: [Stage], steps: Range<Int>, data: TrainingData,
    options: TrainingOptions, after previous: Networks? = nil,
    startingPoint: ParameterStore? = nil
  ) {
    self.index = index
    self.steps = steps
    let stage = stages[index]
    pipeline = stage.pipeline
    plan = StepPlan(pipeline)
    let seed = RandomKey(seed: options.seed)
    key =
      index == 0 ? seed : RandomKey(seed: RandomKey.mix(options.seed ^ UInt64(index)))
    let heads = AuxiliaryHeads(stages.heads, beside: pipeline.backbone)
    let student = previous?.student ?? ParameterStore(layout: heads.layout, isTrained: true)
    var teacher: ParameterStore?
    if pipeline.teacher != nil {
      teacher = ParameterStore(layout: student.layout, isTrained: false)
      // Before the student starts anew: it may be what the stage before has learned.
      if let previous { teacher?.copy(from: previous.evaluated) }
    }
    if let previous, stage.start == .continued {
      if previous.evaluated !== student { student.copy(from: previous.evaluated) }
    } else if let startingPoint {
      student.copy(from: startingPoint)
    } else {
      student.initialize(using: key)
    }
    let average = pipeline.teacher?.average
    if previous == nil || average != nil { teacher?.copy(from: student) }
    networks = Networks(
      backbone: pipeline.backbone, heads: heads, student: student, teacher: teacher,
      average: average, key: seed)
    optimizer = OptimizerState(options.optimizer, for: student)
    policy = pipeline.threshold
    let learner =
      plan.probe == nil ? nil : pipeline.strong.learner?.startLearning(from: steps.lowerBound)
    self.learner = learner
    loader = data.loader(for: pipeline, plan: plan, options: options, learner: learner)
  }

  /// Goes on with what strong augmentation had learned elsewhere.
  ///
  /// What the loader has made ahead followed what was learned here, and is dropped.
  mutating func replaceLearner(
    by learner: any AugmentationLearner, data: TrainingData, options: TrainingOptions
  ) {
    self.learner = learner
    loader = data.loader(for: pipeline, plan: plan, options: options, learner: learner)
  }
}
