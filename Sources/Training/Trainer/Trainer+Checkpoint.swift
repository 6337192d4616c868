import Augmentations
import Datasets
import Foundation
import Inference
import TensorCore
import ThresholdPolicies

extension Trainer {
  /// Returns everything that the rest of the run depends on.
  ///
  /// Weights, buffers, moments, teacher, policy, what augmentation has learned, split and counters;
  /// random numbers need no state.
  ///
  /// - Returns: A checkpoint from which ``restore(from:)`` goes on to the same bits.
  /// - Throws: An encoding error.
  public func checkpoint() throws -> Checkpoint {
    var checkpoint = Checkpoint()
    try checkpoint.save(networks.student, as: .student)
    if let teacher = networks.teacher { try checkpoint.save(teacher, as: .teacher) }
    if let startingPoint { try checkpoint.save(startingPoint, as: Self.startingPointName) }
    try checkpoint.save(state.optimizer)
    try checkpoint.encode(progress, as: .progress)
    try checkpoint.encode(SplitRecord(data), as: .split)
    try checkpoint.encode(
      ModelRecord(
        classNames: data.train.classNames, width: data.train.width, height: data.train.height,
        channels: data.train.channels, normalization: data.normalization,
        heads: stages.heads.isEmpty ? nil : stages.heads,
        usesStudent: networks.isTeacherFrozen ? true : nil), as: ModelRecord.name)
    if let policy = state.policy {
      try checkpoint.encode(ThresholdPolicyState(policy), as: .policy)
    }
    if let learner = state.learner { try checkpoint.encode(learner.state, as: .augmentation) }
    return checkpoint
  }

  /// Goes back to where a checkpoint was taken.
  ///
  /// - Parameter checkpoint: A checkpoint of a run with the same pipeline, data and options.
  /// - Throws: A `CheckpointError` or a ``TrainingError`` if it is of another run; the trainer must
  ///   not be used after that.
  public func restore(from checkpoint: Checkpoint) throws {
    let split = try checkpoint.decode(SplitRecord.self, from: .split)
    guard split == SplitRecord(data) else {
      throw TrainingError.mismatch("the checkpoint was taken with other labeled samples")
    }
    let saved = try checkpoint.decode(TrainerProgress.self, from: .progress)
    guard stages.indices.contains(saved.stage) else {
      throw TrainingError.mismatch("the checkpoint was taken in a stage that the run does not have")
    }
    if saved.stage != progress.stage { begin(stage: saved.stage) }
    if checkpoint.contains(Self.startingPointName) {
      let store = ParameterStore(layout: networks.student.layout, isTrained: false)
      try checkpoint.restore(store, from: Self.startingPointName)
      startingPoint = store
    }
    try checkpoint.restore(networks.student, from: .student)
    if let teacher = networks.teacher { try checkpoint.restore(teacher, from: .teacher) }
    try checkpoint.restore(state.optimizer)
    progress = saved
    if let learner = state.learner {
      let restored = try learner.restored(from: checkpoint)
      guard restored.step == saved.step else {
        throw TrainingError.mismatch("the checkpoint's state of augmentation is of another step")
      }
      state.replaceLearner(by: restored, data: data, options: options)
    }
    if let policy = state.policy {
      let record = try checkpoint.decode(ThresholdPolicyState.self, from: .policy)
      do {
        state.policy = try record.decoded(like: policy)
      } catch let error as ThresholdPolicyStateError {
        throw checkpoint.error(
          .unsuitableSection(
            Checkpoint.Name.policy.rawValue, expected: error.expected, found: error.found))
      }
    }
  }

  /// The section of the weights that later stages start from again.
  private static let startingPointName: Checkpoint.Name = "startingPoint"
}

extension AugmentationLearner {
  /// Returns the learner of the same augmentation that a checkpoint holds.
  fileprivate func restored(
    from checkpoint: Checkpoint
  ) throws(CheckpointError) -> any AugmentationLearner {
    restored(at: try checkpoint.decode(State.self, from: .augmentation))
  }
}

/// Which samples a run learns from, to be compared when it goes on.
private struct SplitRecord: Codable, Equatable {
  let labeled: [Int]
  /// Nil where every shown class is the true one.
  let labels: [Int]?
  let unlabeledCount: Int
  let validation: [Int]

  init(_ data: TrainingData) {
    labeled = data.labeled
    labels = data.mislabeledCount > 0 ? data.labels : nil
    unlabeledCount = data.unlabeled.count
    validation = data.validation
  }
}
