public import Backbones

/// A loss that trains heads of its own beside the classifier.
public protocol HeadTraining: LossStrategy {
  /// The heads that the loss trains.
  var heads: [AuxiliaryHead] { get }
}

extension LossStrategy {
  /// The heads beside the classifier that the loss trains; none for most losses.
  package var heads: [AuxiliaryHead] { (unwrapped as? any HeadTraining)?.heads ?? [] }
}
