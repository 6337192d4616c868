import Backbones
import TensorCore
import TrainingSteps

/// The student and its teacher: one backbone with one or two sets of numbers.
struct Networks: Sendable {
  let backbone: any Backbone
  let heads: AuxiliaryHeads
  let student: ParameterStore
  /// Nil where a pipeline has no teacher; the student then answers in its place.
  let teacher: ParameterStore?
  /// How the teacher follows the student; nil where there is none, and where it is frozen.
  let average: ExponentialMovingAverage?
  let key: RandomKey

  /// The weights that are evaluated and saved for use: the teacher's if it follows the student.
  var evaluated: ParameterStore { average == nil ? student : teacher ?? student }

  /// Whether the teacher is not what is learned, but what an earlier stage has learned.
  var isTeacherFrozen: Bool { teacher != nil && average == nil }

  func store(of network: ViewRequest.Network) -> ParameterStore {
    network == .teacher ? teacher ?? student : student
  }

  /// Answers all that some passes of a step answer.
  func outputs(
    of passes: [StepPlan.Pass], images: (View) -> Tensor, step: Int
  ) -> [ViewRequest: BackboneOutput] {
    var results: [ViewRequest: BackboneOutput] = [:]
    for pass in passes {
      let parts = pass.requests.map { images($0.view) }
      let run = {
        self.run(
          parts.count == 1 ? parts[0] : Tensor.concatenated(parts), by: pass.network,
          statistics: pass.statistics, step: step, updatesStatistics: pass.updatesStatistics)
      }
      let output = pass.gradient ? run() : withoutGradients(run)
      var start = 0
      for (request, part) in zip(pass.requests, parts) {
        let range = start..<start + part.shape[0]
        start = range.upperBound
        results[request] =
          parts.count == 1
          ? output
          : BackboneOutput(features: output.features.rows(range), logits: output.logits.rows(range))
      }
    }
    return results
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
}
