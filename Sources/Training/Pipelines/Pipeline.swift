public import Augmentations
public import Backbones
public import LossStrategies
public import ThresholdPolicies
public import TrainingSteps

/// A method of semi-supervised learning, put together from parts.
///
/// A step draws a labeled and an unlabeled batch, makes the views that the policy and the losses
/// ask for, runs student and teacher on them, lets the threshold policy choose pseudo-labels, and
/// descends along the sum of the losses; then the teacher follows the student. With a transform, the
/// policy's views pass the networks first, and the losses learn from what the transform makes.
public struct Pipeline: Sendable {
  /// The network that learns.
  public var backbone: any Backbone
  /// What makes weak views.
  public var weak: AugmentationPipeline
  /// What makes strong views.
  public var strong: AugmentationPipeline
  /// The second network; nil if there is none.
  public var teacher: Teacher?
  /// What chooses pseudo-labels; nil for purely supervised learning.
  public var threshold: (any ThresholdPolicy)?
  /// What makes the images that are learned from out of those that the policy has seen; nil for none.
  package var transform: (any BatchTransform)?
  /// The terms whose sum is minimized.
  public var losses: [any LossStrategy]
  /// Views that join the student's batch for the sake of its batch statistics alone.
  package var companions: [ViewRequest]

  /// Creates a method from its parts.
  ///
  /// - Parameters:
  ///   - backbone: The network that learns.
  ///   - weak: What makes weak views.
  ///   - strong: What makes strong views.
  ///   - teacher: The second network, by default that of the recipe `default`; nil for none.
  ///   - threshold: What chooses pseudo-labels; nil for purely supervised learning.
  ///   - transform: What makes the images that are learned from; nil for none.
  ///   - losses: The terms whose sum is minimized.
  ///   - companions: Views that join the student's batch for its statistics alone.
  /// - Throws: A ``/Parts/PartError`` that names two parts which do not fit together, and what is
  ///   missing.
  public init(
    backbone: any Backbone, weak: AugmentationPipeline = .flipAndCrop,
    strong: AugmentationPipeline = .randAugment(.usb),
    teacher: Teacher? = .exponentialMovingAverage(rampsUp: true, buffers: .copied),
    threshold: (any ThresholdPolicy)? = nil, transform: (any BatchTransform)? = nil,
    losses: [any LossStrategy], companions: [ViewRequest] = []
  ) throws {
    self.backbone = backbone
    self.weak = weak
    self.strong = strong
    self.teacher = teacher
    self.threshold = threshold
    self.transform = transform
    self.losses = losses
    self.companions = companions
    try checkFit()
  }

  /// The heads beside the classifier that the losses train, by name.
  package var heads: [AuxiliaryHead] {
    Set(losses.flatMap(\.heads)).sorted { $0.name < $1.name }
  }

  /// Whether the pipeline takes unlabeled images to be of some class.
  var selectsUnlabeled: Bool { threshold?.selectsUnlabeled ?? false }
}
