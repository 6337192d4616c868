import Backbones
import TensorCore
import TrainingSteps

/// The student and its teacher: one backbone with one or two sets of numbers.
struct Networks: Sendable {
  let backbone: any Backbone
  let heads: AuxiliaryHeads
  let student: ParameterStore
  /// Nil where a pipeline has no teacher; the student then answers in its place.
  var teacher: ParameterStore?
  /// Whether the teacher stays what an earlier stage made it, so that the student is what is learned.
  var isTeacherFrozen = false
  let key: RandomKey

  /// The weights that are judged and saved for use: the teacher's if there is one that learns.
  var evaluated: ParameterStore { isTeacherFrozen ? student : teacher ?? student }

  func store(of network: ViewRequest.Network) -> ParameterStore {
    network == .teacher ? teacher ?? student : student
  }

  /// Answers every computation of a step in as few passes as possible.
  ///
  /// Views whose images may share a pass do: those in joint statistics, because their batch is
  /// defined so, and those in running statistics, where images do not see each other. What needs no
  /// gradient runs without record, except where it shares the batch of something that does.
  ///
  /// Batch norm's running statistics follow the joint batch that is learned from; where there is
  /// none, the other batches that are learned from.
  func outputs(
    for computations: [(request: ViewRequest, gradient: Bool)], images: [View: Tensor], step: Int
  ) -> [ViewRequest: BackboneOutput] {
    var results: [ViewRequest: BackboneOutput] = [:]
    let groups = Self.passes(computations)
    let learnsJointly = groups.contains { Self.isLearned($0) && $0[0].request.statistics == .joint }
    for group in groups {
      let parts = group.compactMap { images[$0.request.view] }
      let first = group[0].request
      let run = {
        self.run(
          parts.count == 1 ? parts[0] : Tensor.concatenated(parts), by: first.network,
          statistics: first.statistics, step: step,
          updatesStatistics: Self.isLearned(group)
            && (first.statistics == .joint || !learnsJointly))
      }
      let output = group.contains(where: \.gradient) ? run() : withoutGradients(run)
      var start = 0
      for (member, part) in zip(group, parts) {
        let range = start..<start + part.shape[0]
        start = range.upperBound
        results[member.request] =
          parts.count == 1
          ? output
          : BackboneOutput(features: output.features.rows(range), logits: output.logits.rows(range))
      }
    }
    return results
  }

  private static func isLearned(_ group: [(request: ViewRequest, gradient: Bool)]) -> Bool {
    group.contains(where: \.gradient)
  }

  /// Runs one network on a batch.
  func run(
    _ images: Tensor, by network: ViewRequest.Network, statistics: ViewRequest.Statistics,
    step: Int, updatesStatistics: Bool = false, dropoutDraw: Int? = nil
  ) -> BackboneOutput {
    let phase: Phase = statistics == .running ? .inference : .training
    return backbone(
      images,
      in: ForwardPass(
        store: store(of: network), phase: phase,
        updatesStatistics: updatesStatistics && network == .student, key: key, number: step,
        dropoutDraw: dropoutDraw))
  }

  /// Runs a head of one network on features.
  func scores(
    of head: AuxiliaryHead, from features: Tensor, by network: ViewRequest.Network
  ) -> Tensor {
    heads(head, features, in: ForwardPass(store: store(of: network), phase: .inference))
  }

  /// Splits computations into passes, keeping their order.
  private static func passes(
    _ computations: [(request: ViewRequest, gradient: Bool)]
  ) -> [[(request: ViewRequest, gradient: Bool)]] {
    var groups: [[(request: ViewRequest, gradient: Bool)]] = []
    for computation in computations {
      let request = computation.request
      let place = groups.firstIndex { group in
        let first = group[0].request
        return first.network == request.network && first.statistics == request.statistics
          && request.statistics != .separate
          && (request.statistics != .pool || first.view.pool == request.view.pool)
          && (request.statistics != .running || group[0].gradient == computation.gradient)
      }
      if let place { groups[place].append(computation) } else { groups.append([computation]) }
    }
    return groups
  }
}
