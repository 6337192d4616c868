import BenchmarkHarness
import Dispatch
import PeakProbe
import SemiSupervised

// What each kernel family reaches on one thread, as tables in Markdown: arithmetic as a multiple of
// the peak of fused multiply-adds measured in the same run, counted as direct operations; what only
// moves memory in bytes a second.

Parallel.threadCount = 1

/// The fastest of several runs, in seconds: what the kernel can do, not what else the machine did.
func seconds(_ work: () -> Void) -> Double {
  var benchmark = Benchmark("")
  benchmark.maxIterations = 30
  benchmark.maxDuration = 0.4
  return benchmark.run(work)[0]
}

func numbers(_ shape: Shape) -> Tensor {
  var random = RandomKey(seed: 1).stream("benchmark")
  return Tensor(shape: shape) { values in
    for index in values.indices {
      values.initializeElement(at: index, to: random.uniform(-1, 1))
    }
  }
}

func rounded(_ value: Double, _ decimals: Int) -> String {
  var scale = 1.0
  for _ in 0..<decimals { scale *= 10 }
  return "\((value * scale).rounded() / scale)"
}

let peak: Double = {
  var operations = 0.0
  let time = seconds { operations = peak_probe(20_000_000) }
  return operations / time
}()
print("One thread; FMA peak \(rounded(peak / 1e9, 1)) GFLOP/s; kernels \(KernelPath.current).\n")

/// One convolution: what it is called, and its sizes.
struct ConvolutionCase {
  let images: Int
  let side: Int
  let inputs: Int
  let outputs: Int
  var kernel = 3
  var stride = 1
  var groups = 1

  var name: String {
    "\(kernel)x\(kernel)" + (stride > 1 ? " / \(stride)" : "") + (groups > 1 ? " depthwise" : "")
      + ", \(inputs) to \(outputs), \(side)x\(side)"
  }

  func row() -> String {
    let images = numbers([images, side, side, inputs])
    let weight = numbers([kernel, kernel, inputs / groups, outputs])
    let (stride, padding, groups) = (stride, kernel / 2, groups)
    func convolve(_ x: Tensor, _ w: Tensor) -> Tensor {
      x.convolution(w, stride: stride, padding: padding, groups: groups)
    }
    let shape = convolve(images, weight).shape
    let operations =
      2.0 * Double(shape.elementCount) * Double(kernel * kernel * inputs / groups)
    // A record is used up by its gradients, so every run starts anew; the profile tells the parts.
    var fastest: [String: Double] = [:]
    for _ in 0..<8 {
      let profile = OperationProfile()
      let (x, w) = (images.variable(), weight.variable())
      profile.record {
        _ = Tensor.gradients(of: convolve(x, w).sum(), withRespectTo: [x, w])
      }
      for part in profile.parts {
        fastest[part.name] = min(fastest[part.name] ?? .infinity, part.seconds)
      }
    }
    let times = ["output", "input gradient", "weight gradient"].map {
      fastest["convolution, \($0)"] ?? .infinity
    }
    let shares = times.map { rounded(operations / $0 / peak, 2) }
    return "| \(name) | " + shares.joined(separator: " | ") + " |"
  }
}

print("| convolution | output | input gradient | weight gradient |\n|---|---|---|---|")
for shape in [
  ConvolutionCase(images: 64, side: 32, inputs: 3, outputs: 16),
  ConvolutionCase(images: 64, side: 28, inputs: 16, outputs: 16),
  ConvolutionCase(images: 64, side: 32, inputs: 32, outputs: 32),
  ConvolutionCase(images: 64, side: 16, inputs: 64, outputs: 64),
  ConvolutionCase(images: 64, side: 8, inputs: 128, outputs: 128),
  ConvolutionCase(images: 24, side: 7, inputs: 256, outputs: 256),
  ConvolutionCase(images: 24, side: 4, inputs: 512, outputs: 512),
  ConvolutionCase(images: 64, side: 32, inputs: 32, outputs: 64, stride: 2),
  ConvolutionCase(images: 64, side: 16, inputs: 64, outputs: 128, stride: 2),
  ConvolutionCase(images: 24, side: 112, inputs: 3, outputs: 64, kernel: 7, stride: 2),
  ConvolutionCase(images: 64, side: 32, inputs: 32, outputs: 64, kernel: 1, stride: 2),
  ConvolutionCase(images: 64, side: 16, inputs: 64, outputs: 64, kernel: 1),
  ConvolutionCase(images: 64, side: 16, inputs: 64, outputs: 64, groups: 64),
] {
  print(shape.row())
}

print("\n| matrix product | share of peak |\n|---|---|")
for (rows, length, columns, name) in [
  (512, 512, 512, ""), (1_024, 1_024, 1_024, ""), (2_048, 2_048, 2_048, ""),
  (352, 64, 10, "classifier head"), (50_176, 32, 16, "few channels"), (49, 512, 512, "7x7 map"),
  (6, 4_096, 4_096, "six rows"),
] {
  let (a, b) = (numbers([rows, length]), numbers([length, columns]))
  let time = seconds { _ = a.matrixProduct(b) }
  let share = 2.0 * Double(rows) * Double(length) * Double(columns) / time / peak
  print(
    "| \(rows) x \(length) x \(columns)\(name.isEmpty ? "" : ", \(name)") | \(rounded(share, 2)) |")
}

print("\n| memory traffic | bytes moved | GB/s |\n|---|---|---|")
func traffic(_ name: String, bytes: Int, _ work: () -> Void) {
  print("| \(name) | \(bytes) | \(rounded(Double(bytes) / seconds(work) / 1e9, 1)) |")
}
let map = numbers([64, 32, 32, 32])
let size = 4 * map.elementCount
let (scale, shift) = (numbers([32]), numbers([32]))
traffic("addition of two maps", bytes: 3 * size) { _ = map + map }
traffic("batch norm, statistics", bytes: size) { _ = map.channelMoments() }
let moments = map.channelMoments()
let normalization = ChannelNormalization(
  scale: scale, shift: shift, moments: moments, usesBatch: true, epsilon: 1e-5,
  activationSlope: 0.1)
traffic("batch norm and leaky ReLU, output", bytes: 2 * size) {
  _ = map.normalized(by: normalization)
}
traffic("mean over a map", bytes: size) { _ = map.globalAveragePool() }
let scores = numbers([4_096, 10])
traffic("softmax of 4,096 rows of 10", bytes: 8 * scores.elementCount) { _ = scores.softmax() }
traffic("peaks of 4,096 rows of 10", bytes: 4 * scores.elementCount) { _ = scores.rowPeaks() }
let network = WideResNet(depth: 28, widen: 2, classCount: 10)
let store = ParameterStore(layout: network.layout, isTrained: true)
let teacher = ParameterStore(layout: network.layout, isTrained: false)
store.initialize(using: RandomKey(seed: 1))
teacher.copy(from: store)
let optimizer = OptimizerState(.sgd(), for: store)
traffic(
  "SGD, decay and EMA, one sweep", bytes: 4 * 8 * network.layout.parameterCount
) {
  optimizer.update(
    store, learningRate: 0, teacher: teacher,
    teacherUpdate: Teacher.exponentialMovingAverage(decay: 0.999).average, step: 1_000)
}
