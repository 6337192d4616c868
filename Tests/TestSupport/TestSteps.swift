import Backbones
package import TensorCore
package import TrainingSteps

/// Returns a step whose answers to requests are given as logits.
///
/// With a network the images of a view are its logits, and network and heads return what they are
/// shown; blended images then have the pseudo-labels as their labels.
package func makeStep(
  logits: [ViewRequest: Tensor], labels: [Int] = [], sampleIDs: [Int] = [], poolSize: Int = 0,
  classCount: Int, step: Int = 0, stepCount: Int = 100, epochSteps: Int = 10, seed: UInt64 = 0,
  selection: Selection? = nil, hasNetwork: Bool = false
) -> Step {
  var outputs: [ViewRequest: BackboneOutput] = [:]
  for (request, values) in logits {
    outputs[request.computation] = BackboneOutput(features: values, logits: values)
  }
  var images: [View: Tensor] = [:]
  if hasNetwork {
    for (request, values) in logits {
      images[request.view] = values.detached().reshaped([values.shape[0], 1, 1, values.shape[1]])
    }
  }
  let network: Step.FurtherPass = { images, _, _, _ in
    let rows = images.reshaped([images.shape[0], images.shape[3]])
    return BackboneOutput(features: rows, logits: rows)
  }
  let heads: Step.HeadPass = { _, features, _ in features }
  var result = Step(
    progress: TrainingProgress(step: step, stepCount: stepCount, epochSteps: epochSteps),
    classCount: classCount, labels: labels, sampleIDs: sampleIDs, poolSize: poolSize,
    key: RandomKey(seed: seed), images: images, outputs: outputs,
    furtherPass: hasNetwork ? network : nil,
    headPass: hasNetwork ? heads : nil)
  result.selection = selection
  if hasNetwork, let selection {
    for (view, images) in images where view.strength == .mixed {
      result.add([view: MadeBatch(images: images, targets: selection.targets)])
    }
  }
  return result
}

/// Returns a matrix from its rows.
package func matrix(_ rows: [[Float]], columns: Int? = nil) -> Tensor {
  Tensor(rows.flatMap(\.self), shape: [rows.count, columns ?? rows.first?.count ?? 0])
}

/// Returns random scores, `[rows, classes]`; the larger the scale, the surer.
package func randomLogits(
  _ rows: Int, _ classes: Int, scale: Float = 3, random: inout RandomStream
) -> Tensor {
  Tensor((0..<rows * classes).map { _ in random.normal() * scale }, shape: [rows, classes])
}

/// One batch that any policy can decide about: scores for every request.
package struct ProbeBatch {
  package var unlabeled: Tensor
  package var labeled: Tensor
  package var labels: [Int]
  package var sampleIDs: [Int]
  package let poolSize: Int
  package let number: Int

  /// Draws a batch; samples do not repeat within it.
  package init(
    number: Int, unlabeledCount: Int = 12, labeledCount: Int = 8, classCount: Int = 4,
    poolSize: Int = 40
  ) {
    var random = RandomKey(seed: 77).stream("probe", step: number)
    let scale = 1 + Float(number) / 4
    unlabeled = randomLogits(unlabeledCount, classCount, scale: scale, random: &random)
    labeled = randomLogits(labeledCount, classCount, scale: scale, random: &random)
    labels = (0..<labeledCount).map { _ in random.integer(below: classCount) }
    sampleIDs = Array(random.permutation(of: poolSize).prefix(unlabeledCount))
    self.poolSize = poolSize
    self.number = number
  }

  /// Returns a step that answers every request of a policy.
  package func step(for requests: [ViewRequest], epochSteps: Int = 3) -> Step {
    var logits: [ViewRequest: Tensor] = [:]
    for request in requests {
      logits[request] = request.view.pool == .labeled ? labeled : unlabeled
    }
    return makeStep(
      logits: logits, labels: labels, sampleIDs: sampleIDs, poolSize: poolSize,
      classCount: unlabeled.shape[1], step: number, epochSteps: epochSteps)
  }
}
