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
  /// How the teacher follows the student; nil if there is none.
  public var teacher: TeacherUpdate?
  /// What chooses pseudo-labels; nil for purely supervised learning.
  public var threshold: (any ThresholdPolicy)?
  /// What makes the images that are learned from out of those that were judged; nil for none.
  public var transform: (any BatchTransform)?
  /// The terms whose sum is minimized.
  public var losses: [any LossStrategy]
  /// Views that join the student's batch for the sake of its batch statistics alone.
  public var companions: [ViewRequest]

  /// Creates a method from its parts.
  ///
  /// - Parameters:
  ///   - backbone: The network that learns.
  ///   - weak: What makes weak views.
  ///   - strong: What makes strong views.
  ///   - teacher: How the teacher follows the student; nil for no teacher.
  ///   - threshold: What chooses pseudo-labels; nil for purely supervised learning.
  ///   - transform: What makes the images that are learned from; nil for none.
  ///   - losses: The terms whose sum is minimized.
  ///   - companions: Views that join the student's batch for its statistics alone.
  public init(
    backbone: any Backbone, weak: AugmentationPipeline = .flipAndCrop,
    strong: AugmentationPipeline = .randAugment(.usb),
    teacher: TeacherUpdate? = .exponentialMovingAverage(decay: 0.999),
    threshold: (any ThresholdPolicy)? = nil, transform: (any BatchTransform)? = nil,
    losses: [any LossStrategy], companions: [ViewRequest] = []
  ) {
    self.backbone = backbone
    self.weak = weak
    self.strong = strong
    self.teacher = teacher
    self.threshold = threshold
    self.transform = transform
    self.losses = losses
    self.companions = companions
  }

  /// The heads beside the classifier that the losses train, by name.
  package var heads: [AuxiliaryHead] {
    Set(losses.flatMap(\.heads)).sorted { $0.name < $1.name }
  }

  /// The distinct computations of a step, in the rounds in which they are run, each with whether a
  /// gradient is asked for.
  ///
  /// There is one round, or two with a transform: what the policy reads, and what the losses read.
  /// The probe belongs to what the policy reads.
  /// Within a round labeled stands before unlabeled, and plain, weak, strong, mixed within each.
  package var passes: [[(request: ViewRequest, gradient: Bool)]] {
    let judged = (threshold?.requests ?? []) + (probe.map { [$0] } ?? [])
    let learned = losses.flatMap(\.requests) + companions
    return transform == nil
      ? [Self.merged(judged + learned)]
      : [Self.merged(judged.map(\.computation)), Self.merged(learned)]
  }

  /// What strong augmentation learns from: what the averaged network says about labeled images on
  /// which operations were tried; nil where it does not learn or makes no view.
  package var probe: ViewRequest? {
    let views =
      ((threshold?.requests ?? []) + losses.flatMap(\.requests) + companions).map(\.view)
      + (transform?.inputs ?? [])
    guard strong.learner != nil, views.contains(where: { $0.strength == .strong }) else {
      return nil
    }
    return ViewRequest(View(.labeled, .probe), by: .teacher)
  }

  /// The distinct views that are made ahead of a step.
  package var views: [View] {
    let read = passes.joined().map(\.request.view) + (transform?.inputs ?? [])
    return Set(read).filter { $0.strength != .mixed }.sorted { $0.order < $1.order }
  }

  private static func merged(
    _ requests: [ViewRequest]
  ) -> [(request: ViewRequest, gradient: Bool)] {
    var needsGradient: [ViewRequest: Bool] = [:]
    for request in requests { needsGradient[request.computation, default: false] = false }
    for request in requests where request.gradient { needsGradient[request.computation] = true }
    return needsGradient.map { (request: $0.key, gradient: $0.value) }
      .sorted { $0.request.order < $1.request.order }
  }
}

extension ViewRequest {
  /// A total order of computations: by view, then network, then statistics.
  fileprivate var order: (Int, String, String) {
    (view.order, network.rawValue, statistics.rawValue)
  }
}

extension View {
  /// The place of the view in a joint batch: labeled before unlabeled, plain, weak, strong, mixed.
  fileprivate var order: Int { (pool == .labeled ? 0 : 10_000) + streamNumber }

  /// Tells the random numbers of the views of one pool apart.
  var streamNumber: Int {
    switch strength {
    case .plain: number
    case .weak: 1_000 + number
    case .strong: 2_000 + number
    case .mixed: 3_000 + number
    case .probe: 4_000 + number
    }
  }
}
