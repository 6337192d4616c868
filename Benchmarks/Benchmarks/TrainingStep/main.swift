import Backbones
import BenchmarkHarness
import TensorCore

// Forward, backward and cross-entropy of one batch, without update: the share of a step that the
// tensor core decides. One line of JSON for each case and number of threads.

func randomImages(_ shape: Shape) -> Tensor {
  var random = RandomKey(seed: 1).stream("benchmark")
  return Tensor(shape: shape) { values in
    for index in values.indices {
      values.initializeElement(at: index, to: random.uniform(-1, 1))
    }
  }
}

func measure(_ name: String, _ backbone: any Backbone, images count: Int, side: Int) {
  let store = ParameterStore(layout: backbone.layout, isTrained: true)
  store.initialize(using: RandomKey(seed: 1))
  let images = randomImages([count, side, side, backbone.inputChannels])
  let labels = (0..<count).map { $0 % backbone.classCount }
  for threads in [1, 2] {
    Parallel.threadCount = threads
    print(
      Benchmark("\(name)-threads-\(threads)").report {
        store.clearGradients()
        backbone(images, in: ForwardPass(store: store, phase: .training))
          .logits.crossEntropy(labels: labels).mean().backward()
      })
  }
}

let cases = CommandLine.arguments.dropFirst()
func wants(_ name: String) -> Bool { cases.isEmpty || cases.contains(name) }

if wants("step-wrn-10-1") {
  measure(
    "step-wrn-10-1", WideResNet(depth: 10, widen: 1, classCount: 10, inputChannels: 1),
    images: 352, side: 28)
}
if wants("step-wrn-28-2") {
  measure("step-wrn-28-2", WideResNet(depth: 28, widen: 2, classCount: 10), images: 240, side: 32)
}
if wants("step-resnet18-112") {
  measure("step-resnet18-112", ResNet18(classCount: 7), images: 24, side: 112)
}
