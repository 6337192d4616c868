import Augmentations
import Datasets
import Foundation
import TensorCore
import ThresholdPolicies

extension Trainer {
  /// Returns everything that the rest of the run depends on.
  ///
  /// Weights, buffers, moments, teacher, policy, levels of augmentation, split and counters; random
  /// numbers need no state.
  ///
  /// - Returns: A checkpoint from which ``restore(from:)`` goes on to the same bits.
  /// - Throws: An encoding error.
  public func checkpoint() throws -> Checkpoint {
    var checkpoint = Checkpoint()
    try checkpoint.save(networks.student, as: .student)
    if let teacher = networks.teacher { try checkpoint.save(teacher, as: .teacher) }
    if let startingPoint { try checkpoint.save(startingPoint, as: Self.startingPointName) }
    try checkpoint.save(optimizer)
    try checkpoint.encode(progress, as: .progress)
    try checkpoint.encode(SplitRecord(data), as: .split)
    try checkpoint.encode(
      Model.Record(
        classNames: data.train.classNames, width: data.train.width, height: data.train.height,
        channels: data.train.channels, normalization: data.normalization,
        heads: stages.heads.isEmpty ? nil : stages.heads,
        usesStudent: networks.isTeacherFrozen ? true : nil), as: Model.Record.name)
    if let policy { try checkpoint.set(Self.encode(policy), as: .policy) }
    if let magnitudes { try checkpoint.encode(magnitudes.state, as: Self.magnitudesName) }
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
    try checkpoint.restore(optimizer)
    progress = saved
    if magnitudes != nil {
      let history = MagnitudeHistory(
        try checkpoint.decode(MagnitudeHistory.State.self, from: Self.magnitudesName))
      guard history.state.step == saved.step else {
        throw TrainingError.mismatch("the checkpoint's levels of augmentation are of another step")
      }
      magnitudes = history
      // What the old loader has made ahead followed other levels.
      loader = data.loader(for: pipeline, options: options, magnitudes: history)
    }
    if let policy {
      self.policy = try Self.decode(like: policy, from: checkpoint.bytes(of: .policy))
    }
  }

  /// The section of the levels that strong augmentation has learned.
  private static let magnitudesName: Checkpoint.Name = "magnitudes"

  /// The section of the weights that later stages start from again.
  private static let startingPointName: Checkpoint.Name = "startingPoint"

  private static func encode(_ policy: some ThresholdPolicy) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return try encoder.encode(policy)
  }

  private static func decode<Policy: ThresholdPolicy>(
    like policy: Policy, from data: Data
  ) throws -> any ThresholdPolicy {
    try JSONDecoder().decode(Policy.self, from: data)
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
