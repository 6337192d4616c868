import SemiSupervised

/// Asks for the same answer to the weak and the strong view, whatever the answer is.
struct ViewAgreement: LossStrategy, Part {
  static let info = PartInfo(
    "view-agreement", "the same answer to the weak and the strong view", source: "this example")

  let name = info.name
  let requests = [ViewRequest(.unlabeledWeak), ViewRequest.learned(.unlabeledStrong)]

  init(_ options: NoOptions, for context: PartContext) {}

  func callAsFunction(_ step: Step) -> Tensor {
    let weak = step.probabilities(requests[0])
    let strong = step.logits(requests[1]).softmax()
    return (strong - weak).squared().sum(axes: [1]).mean()
  }
}
