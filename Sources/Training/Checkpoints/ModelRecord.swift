package import Augmentations
package import Backbones

/// What a checkpoint says about a model beside its weights.
package struct ModelRecord: Codable, Sendable {
  /// The name of the section.
  package static let name: Checkpoint.Name = "model"

  package let classNames: [String]
  package let width: Int
  package let height: Int
  package let channels: Int
  package let normalization: Normalization
  /// The heads beside the classifier; nil for none.
  package let heads: [AuxiliaryHead]?
  /// Whether the student is what is learned, though there is a teacher; nil for no.
  package let usesStudent: Bool?
}
