// A threshold policy and a loss of one's own.

// snippet.policy
import SemiSupervised

/// Accepts the most confident half of every batch.
struct BatchMedianThreshold: ThresholdPolicy {
  var requests: [ViewRequest] { [ViewRequest(.unlabeledWeak)] }

  mutating func select(_ step: Step) -> Selection {
    let probabilities = step.probabilities(ViewRequest(.unlabeledWeak))
    let confidences = probabilities.rowMaxima()
    let median = confidences.sorted()[confidences.count / 2]
    return Selection(
      weights: confidences.map { $0 >= median ? 1 : 0 },
      pseudoLabels: .hard(probabilities.argmaxRows()), probabilities: probabilities,
      thresholds: Array(repeating: median, count: step.classCount))
  }
}
// snippet.end

// snippet.loss
/// Asks for the same answer to the weak and the strong view, whatever the answer is.
struct ViewAgreement: LossStrategy {
  let name = "view-agreement"
  let requests = [ViewRequest(.unlabeledWeak), ViewRequest.learned(.unlabeledStrong)]

  func callAsFunction(_ step: Step) -> Tensor {
    let weak = step.probabilities(requests[0])
    let strong = step.logits(requests[1]).softmax()
    return (strong - weak).squared().sum(axes: [1]).mean()
  }
}
// snippet.end

// snippet.use
let pipeline = try Pipeline(
  backbone: ConvNet(classCount: 7),
  threshold: BatchMedianThreshold(),
  losses: [SupervisedCrossEntropy(), PseudoLabelCrossEntropy(), ViewAgreement() * 0.5])
// snippet.end
_ = pipeline
