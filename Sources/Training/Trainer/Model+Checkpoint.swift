import Augmentations
import Backbones
import Datasets
import TensorCore

extension Model {
  /// What a checkpoint says about a model beside its weights.
  struct Record: Codable {
    /// The name of the section.
    static let name: Checkpoint.Name = "model"

    let classNames: [String]
    let width: Int
    let height: Int
    let channels: Int
    let normalization: Normalization
    /// The heads beside the classifier; nil for none.
    let heads: [AuxiliaryHead]?
    /// Whether the student is what is learned, though there is a teacher; nil for no.
    let usesStudent: Bool?
  }

  /// Loads the evaluation weights of a checkpoint: the teacher's if there is one.
  ///
  /// - Parameters:
  ///   - checkpoint: The checkpoint of a run.
  ///   - configuration: What was run.
  /// - Throws: A `CheckpointError` or ``TrainingError`` if they do not belong together.
  public init(_ checkpoint: Checkpoint, configuration: RunConfiguration) throws {
    let record = try checkpoint.decode(Record.self, from: Record.name)
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
