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
  let step = {
    store.clearGradients()
    backbone(images, in: ForwardPass(store: store, phase: .training))
      .logits.crossEntropy(labels: labels).mean().backward()
  }
  for threads in [1, 2] {
    Parallel.threadCount = threads
    if showsParts {
      printParts(of: step, title: "\(name), threads: \(threads)")
    } else {
      print(Benchmark("\(name)-threads-\(threads)").report(step))
    }
  }
}

/// Prints where the time of a step goes, as a table in Markdown.
func printParts(of step: () -> Void, title: String) {
  let repeats = 5
  for _ in 0..<2 { step() }
  let profile = OperationProfile()
  for _ in 0..<repeats { profile.record(step) }
  func cell(_ seconds: Double) -> String {
    let milliseconds = (seconds / Double(repeats) * 1e5).rounded() / 100
    return "\(milliseconds) | \((seconds / profile.totalSeconds * 1e3).rounded() / 10) %"
  }
  print("\(title)\n\n| part | calls | ms | share |\n|---|---|---|---|")
  for part in profile.parts {
    print("| \(part.name) | \(part.calls / repeats) | \(cell(part.seconds)) |")
  }
  let rest = profile.totalSeconds - profile.parts.reduce(0) { $0 + $1.seconds }
  print("| the rest | | \(cell(rest)) |")
  print("| all | | \(cell(profile.totalSeconds)) |\n")
}

let showsParts = CommandLine.arguments.contains("--parts")
let cases = CommandLine.arguments.dropFirst().filter { !$0.hasPrefix("--") }
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
