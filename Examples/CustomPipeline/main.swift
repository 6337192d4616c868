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

let isShort = CommandLine.arguments.contains("--short")
let faces = DrawnFaces(
  DrawnFacesConfiguration(trainingCount: 1_000, testCount: 350, channels: 1, isBalanced: true))
let train = ImageDataset(faces, part: .training)
let data = try TrainingData(
  train: train, split: .perClass(20, of: train, key: RandomKey(seed: 0)),
  test: ImageDataset(faces, part: .test))

let pipeline = try Pipeline(
  backbone: ConvNet(
    classCount: 7, inputChannels: 1,
    localAttention: LocalAttention(branches: 2, dropProbability: 0.6)),
  teacher: .exponentialMovingAverage(decay: 0.97),
  threshold: BatchMedianThreshold(),
  losses: [
    SupervisedCrossEntropy(),
    PseudoLabelCrossEntropy() * 0.5,
    ViewAgreement() * 0.5,
  ])
let steps = isShort ? 9 : 240
let trainer = try Trainer(
  pipeline: pipeline, data: data,
  options: TrainingOptions(
    steps: steps, epochSteps: steps / 3, optimizer: .sgd(learningRate: 0.1)))
try trainer.run { event in
  switch event {
  case .step(let report) where report.progress.step % (steps / 3) == 0:
    print(report.terms.map { "\($0.name) \($0.value)" }.joined(separator: ", "))
  case .finished(let result):
    print("balanced accuracy \(result.test?.balancedAccuracy ?? 0)")
  default: break
  }
  return .proceed
}
