import Augmentations
import LossStrategies
import TensorCore
import ThresholdPolicies
import TrainingSteps

/// What the steps of a stage need, worked out once when the stage begins.
struct StepPlan: Sendable {
  /// One run of a network on the images of one view or several, one after the other.
  struct Pass: Sendable {
    /// What is answered, in the order of the images; all by one network with one kind of statistics.
    fileprivate(set) var requests: [ViewRequest]
    /// Whether somebody learns from an answer, so that the pass is recorded.
    fileprivate(set) var gradient: Bool
    /// Whether the running statistics of batch norm follow the batch of this pass.
    fileprivate(set) var updatesStatistics = false

    /// Whose network runs.
    var network: ViewRequest.Network { requests[0].network }
    /// Which statistics batch norm uses.
    var statistics: ViewRequest.Statistics { requests[0].statistics }
  }

  /// The views that are made ahead of a step, in the order in which the loader holds them.
  let views: [View]
  /// The passes before the policy selects: with a transform those that the policy reads, else all.
  let evaluated: [Pass]
  /// The passes after the transform, which the losses read; none without a transform.
  let learned: [Pass]
  /// What strong augmentation learns from: the teacher's answers on the labeled images after its
  /// probe; nil where it does not learn or makes no view.
  let probe: ViewRequest?

  /// Works out what the steps of a pipeline need.
  ///
  /// Within a round labeled stands before unlabeled, and plain, weak, strong, mixed within each.
  init(_ pipeline: Pipeline) {
    let inputs = pipeline.transform?.inputs ?? []
    let read = pipeline.threshold?.requests ?? []
    let learnedFrom = pipeline.losses.flatMap(\.requests) + pipeline.companions
    let hasStrongViews =
      ((read + learnedFrom).map(\.view) + inputs).contains { $0.strength == .strong }
    let probe =
      pipeline.strong.learner != nil && hasStrongViews
      ? ViewRequest(View(.labeled, .probe), by: .teacher) : nil
    let before = read + (probe.map { [$0] } ?? [])
    if pipeline.transform == nil {
      evaluated = Self.passes(before + learnedFrom)
      learned = []
    } else {
      evaluated = Self.passes(before.map(\.computation))
      learned = Self.passes(learnedFrom)
    }
    self.probe = probe
    views = Set((evaluated + learned).flatMap(\.requests).map(\.view) + inputs)
      .filter { $0.strength != .mixed }.sorted { $0.order < $1.order }
  }

  /// Whether a step reads the unlabeled batch.
  var readsUnlabeled: Bool { views.contains { $0.pool == .unlabeled } }

  /// Returns the number of images that the networks see in a step.
  func imageCount(_ step: Step) -> Int {
    (evaluated + learned).flatMap(\.requests)
      .reduce(0) { $0 + step.images(of: $1.view).shape[0] }
  }

  /// Returns as few passes as possible that compute every answer once.
  ///
  /// Views whose images may share a pass do: those in joint statistics, because their batch is
  /// defined so, and those in running statistics, where images do not see each other. What needs no
  /// gradient runs without record, except where it shares the batch of something that does.
  ///
  /// Batch norm's running statistics follow the joint batch that is learned from; where there is
  /// none, the other batches that are learned from.
  private static func passes(_ requests: [ViewRequest]) -> [Pass] {
    var needsGradient: [ViewRequest: Bool] = [:]
    for request in requests { needsGradient[request.computation, default: false] = false }
    for request in requests where request.gradient { needsGradient[request.computation] = true }
    var passes: [Pass] = []
    for (request, gradient) in needsGradient.sorted(by: { $0.key.order < $1.key.order }) {
      let index = passes.firstIndex { pass in
        pass.network == request.network && pass.statistics == request.statistics
          && request.statistics != .separate
          && (request.statistics != .pool || pass.requests[0].view.pool == request.view.pool)
          && (request.statistics != .running || pass.gradient == gradient)
      }
      if let index {
        passes[index].requests.append(request)
        passes[index].gradient = passes[index].gradient || gradient
      } else {
        passes.append(Pass(requests: [request], gradient: gradient))
      }
    }
    let learnsJointly = passes.contains { $0.gradient && $0.statistics == .joint }
    for index in passes.indices where passes[index].gradient {
      passes[index].updatesStatistics = passes[index].statistics == .joint || !learnsJointly
    }
    return passes
  }
}

extension ViewRequest {
  /// A total order of computations: by view, then network, then statistics.
  fileprivate var order: (Int, String, String) {
    (view.order, network.rawValue, statistics.rawValue)
  }
}

extension View {
  /// The index of the view in a joint batch: labeled before unlabeled, then by strength.
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
