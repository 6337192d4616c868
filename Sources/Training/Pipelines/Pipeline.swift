public import Augmentations
public import Backbones
public import LossStrategies
public import ThresholdPolicies
public import TrainingSteps

/// A method of semi-supervised learning, put together from parts.
///
/// A step draws a labeled and an unlabeled batch, makes the views that the policy and the losses
/// ask for, runs student and teacher on them, lets the threshold policy choose pseudo-labels, and
/// descends along the sum of the losses; then the teacher follows the student.
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
  ///   - losses: The terms whose sum is minimized.
  ///   - companions: Views that join the student's batch for its statistics alone.
  public init(
    backbone: any Backbone, weak: AugmentationPipeline = .flipAndCrop,
    strong: AugmentationPipeline = .randAugment(.usb),
    teacher: TeacherUpdate? = .exponentialMovingAverage(decay: 0.999),
    threshold: (any ThresholdPolicy)? = nil, losses: [any LossStrategy],
    companions: [ViewRequest] = []
  ) {
    self.backbone = backbone
    self.weak = weak
    self.strong = strong
    self.teacher = teacher
    self.threshold = threshold
    self.losses = losses
    self.companions = companions
  }

  /// The distinct computations that a step needs, each with whether a gradient is asked for.
  ///
  /// In the order labeled before unlabeled, and plain, weak, strong within each.
  package var computations: [(request: ViewRequest, gradient: Bool)] {
    let requests = (threshold?.requests ?? []) + losses.flatMap(\.requests) + companions
    var needsGradient: [ViewRequest: Bool] = [:]
    for request in requests { needsGradient[request.computation, default: false] = false }
    for request in requests where request.gradient { needsGradient[request.computation] = true }
    return needsGradient.map { (request: $0.key, gradient: $0.value) }
      .sorted { $0.request.order < $1.request.order }
  }

  /// The distinct views that a step needs.
  package var views: [View] {
    Set(computations.map(\.request.view)).sorted { $0.order < $1.order }
  }
}

extension ViewRequest {
  /// A total order of computations: by view, then network, then statistics.
  fileprivate var order: (Int, String, String) {
    (view.order, network.rawValue, statistics.rawValue)
  }
}

extension View {
  /// The place of the view in a joint batch: labeled before unlabeled, plain, weak, strong.
  fileprivate var order: Int { (pool == .labeled ? 0 : 3_000) + streamNumber }

  /// Tells the random numbers of the views of one pool apart.
  var streamNumber: Int {
    switch strength {
    case .plain: number
    case .weak: 1_000 + number
    case .strong: 2_000 + number
    }
  }
}
