import Augmentations
import Backbones
import Datasets
public import Inference
import TensorCore
public import Training

extension Model {
  /// Loads the evaluation weights of a checkpoint: the teacher's if there is one.
  ///
  /// - Parameters:
  ///   - checkpoint: The checkpoint of a run.
  ///   - configuration: What was run.
  /// - Throws: A `CheckpointError` or ``TrainingError`` if they do not belong together.
  public init(_ checkpoint: Checkpoint, configuration: RunConfiguration) throws {
    let record = try checkpoint.decode(ModelRecord.self, from: ModelRecord.name)
    let backbone = try configuration.makeBackbone(
      classCount: record.classNames.count, inputChannels: record.channels)
    let store = ParameterStore(
      layout: AuxiliaryHeads(record.heads ?? [], beside: backbone).layout, isTrained: false)
    let usesTeacher = checkpoint.contains(.teacher) && record.usesStudent != true
    try checkpoint.restore(store, from: usesTeacher ? .teacher : .student)
    self.init(
      backbone: backbone, store: store, normalization: record.normalization,
      classNames: record.classNames, imageWidth: record.width, imageHeight: record.height)
  }
}
