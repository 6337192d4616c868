import SemiSupervised

/// The network, batch and losses of the `step-*` cases.
///
/// One concatenated batch of labeled, weak and strong images; the weak view is inside the graph,
/// as on the other side. FixMatch's loss, its gradients, and an update by SGD.
struct TrainingStepCase {
  let backbone: any Backbone
  let side: Int
  let labeled: Int
  let unlabeled: Int

  static let wideResNet28 = TrainingStepCase(
    backbone: WideResNet(depth: 28, widen: 2, classCount: 10), side: 32, labeled: 16,
    unlabeled: 112)
  static let wideResNet10 = TrainingStepCase(
    backbone: WideResNet(depth: 10, widen: 1, classCount: 10, inputChannels: 1), side: 28,
    labeled: 32, unlabeled: 160)
  static let resNet18 = TrainingStepCase(
    backbone: ResNet18(classCount: 7), side: 112, labeled: 8, unlabeled: 8)

  /// Returns a function that does one step.
  func makeStep() -> () -> Void {
    let (backbone, side, labeled, unlabeled) = (backbone, side, labeled, unlabeled)
    let store = ParameterStore(layout: backbone.layout, isTrained: true)
    store.initialize(using: RandomKey(seed: 1))
    let optimizer = OptimizerState(.sgd(), for: store)
    let images = randomTensor([labeled + 2 * unlabeled, side, side, backbone.inputChannels])
    let labels = (0..<labeled).map { $0 % backbone.classCount }
    var step = 0
    return {
      let logits = backbone(images, in: ForwardPass(store: store, phase: .training)).logits
      let weak = logits.rows(labeled..<labeled + unlabeled).detached().softmax()
      let weights = weak.rowMaxima().map { $0 >= 0.95 ? Float(1) : 0 }
      let losses = logits.rows(labeled + unlabeled..<labeled + 2 * unlabeled)
        .crossEntropy(labels: weak.argmaxRows())
      let loss =
        logits.rows(0..<labeled).crossEntropy(labels: labels).mean()
        + (losses * Tensor(weights, shape: [unlabeled])).mean()
      loss.backward()
      optimizer.update(store, learningRate: 0.03, step: step)
      step += 1
    }
  }

  func measurement(threads: Int, repeats: Int) -> Measurement {
    Parallel.threadCount = threads
    let step = makeStep()
    for _ in 0..<2 { step() }
    return .time(repeats: repeats, step)
  }
}

/// Numbers from -1 to 1.
func randomTensor(_ shape: Shape) -> Tensor {
  var random = RandomKey(seed: 1).stream("benchmark")
  return Tensor(shape: shape) { values in
    for index in values.indices {
      values.initializeElement(at: index, to: random.uniform(-1, 1))
    }
  }
}
