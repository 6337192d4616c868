import Dispatch
import PeakProbe
import SemiSupervised
import Synchronization

extension Case {
  static let all: [Case] =
    [
      Case(name: "step-wrn-28-2") { threads, _ in
        TrainingStepCase.wideResNet28.measurement(threads: threads, repeats: 1)
      },
      Case(name: "step-wrn-10-1") { threads, _ in
        TrainingStepCase.wideResNet10.measurement(threads: threads, repeats: 5)
      },
      Case(name: "step-resnet18-112") { threads, _ in
        TrainingStepCase.resNet18.measurement(threads: threads, repeats: 2)
      },
      Case(name: "infer-wrn-28-2", prepare: inference),
      Case(name: "augment-weak") { threads, _ in
        try augmentation(.flipAndCrop, threads: threads)
      },
      Case(name: "augment-strong") { threads, _ in
        try augmentation(.randAugment(.usb), threads: threads)
      },
      Case(name: "pipeline-fixmatch-wrn-28-2", prepare: pipeline),
      Case(name: "policy-flexmatch", prepare: policy),
      Case(name: "memory-wrn-28-2") { threads, _ in
        let measurement = TrainingStepCase.wideResNet28.measurement(threads: threads, repeats: 2)
        return Measurement {
          _ = try measurement.take()
          return ["value": ProcessMemory.peakResidentMiB]
        }
      },
      Case(name: "startup") { threads, _ in
        Parallel.threadCount = threads
        TrainingStepCase.wideResNet10.makeStep()()
        return .time {}
      },
      Case(name: "decode-jpeg", prepare: decoding),
    ]
    + [512, 1_024, 2_048].map { size in
      Case(name: "gemm-\(size)") { threads, _ in product(size, threads: threads) }
    }
}

@Sendable
private func inference(threads: Int, folder: String) -> Measurement {
  Parallel.threadCount = threads
  let backbone = WideResNet(depth: 28, widen: 2, classCount: 10)
  let store = ParameterStore(layout: backbone.layout, isTrained: false)
  store.initialize(using: RandomKey(seed: 1))
  let images = randomTensor([256, 32, 32, 3])
  let work = {
    _ = withoutGradients {
      backbone(images, in: ForwardPass(store: store, phase: .inference)).logits
    }
  }
  for _ in 0..<2 { work() }
  return .time(repeats: 2, work)
}

/// From pixels to the normalized tensor, image by image; seconds an image on one core.
private func augmentation(
  _ pipeline: AugmentationPipeline, threads: Int
) throws -> Measurement {
  Parallel.threadCount = 1
  let data = randomImages(count: 2_048, side: 32, channels: 3)
  let recipe = BatchRecipe(
    dataset: data,
    labeled: BatchRecipe.Source(
      places: Array(0..<data.count),
      sampler: UniformSampler(poolSize: data.count, key: RandomKey(seed: 1), purpose: "samples"),
      batchSize: 512), unlabeled: nil,
    views: [ViewPlan(.labeled, pipeline, number: 0)], normalization: .imageNet,
    key: RandomKey(seed: 1))
  var step = 0
  let work = {
    _ = try recipe.batch(at: step)
    step += 1
  }
  try work()
  return .time(repeats: 8, units: 512, work)
}

/// Whole steps of FixMatch as a user runs them: images drawn and augmented, weak views without
/// gradient and in a pass of their own, EMA teacher.
@Sendable
private func pipeline(threads: Int, folder: String) throws -> Measurement {
  Parallel.threadCount = threads
  let train = randomImages(count: 2_048, side: 32, channels: 3)
  let data = try TrainingData(
    train: train, split: .perClass(10, of: train, key: RandomKey(seed: 1)),
    normalization: .imageNet)
  let fixMatch = try Pipeline(
    backbone: WideResNet(depth: 28, widen: 2, classCount: 10),
    threshold: FixedThreshold(
      0.95, views: .weak(statistics: .separate)),
    losses: [SupervisedCrossEntropy(), PseudoLabelCrossEntropy()])
  let repeats = 2
  return Measurement {
    // A run of its own each time; the first step starts the loader and is not counted.
    var seconds: [Double] = []
    let trainer = try Trainer(
      pipeline: fixMatch, data: data,
      options: TrainingOptions(
        steps: repeats + 1, epochSteps: 1_000, batchSize: 16, unlabeledRatio: 7))
    try trainer.run { event in
      if case .step(let report) = event { seconds.append(report.seconds) }
      return .proceed
    }
    return ["value": seconds.dropFirst().reduce(0, +) / Double(repeats)]
  }
}

@Sendable
private func policy(threads: Int, folder: String) -> Measurement {
  Parallel.threadCount = threads
  let (pool, batch, classes) = (50_000, 448, 10)
  var random = RandomKey(seed: 1).stream("policy")
  let request = ViewRequest(.unlabeledWeak)
  let steps = (0..<64).map { step in
    Step(
      progress: TrainingProgress(step: step, stepCount: 1_000, epochSteps: 100),
      classCount: classes, labels: [],
      sampleIDs: (0..<batch).map { _ in random.integer(below: pool) },
      poolSize: pool,
      outputs: [
        request.computation: BackboneOutput(
          features: Tensor.zeros([batch, 1]),
          logits: Tensor(
            (0..<batch * classes).map { _ in random.uniform(-8, 8) }, shape: [batch, classes]))
      ])
  }
  var threshold = FlexMatchThreshold()
  return .time(repeats: 20, units: 64) {
    for step in steps { _ = threshold.select(step) }
  }
}

@Sendable
private func decoding(threads: Int, folder: String) throws -> Measurement {
  let names = (0..<64).map { "\(folder)/\($0).jpg" }
  let reader = ImageReader()
  _ = try reader.read(names[0])
  return .time(units: Double(names.count)) {
    for name in names { _ = try reader.read(name) }
  }
}

/// A product of two square matrices in turns with the peak of the machine, for clocks and neighbours
/// that change from one second to the next: the share is the median of the turns'.
private func product(_ size: Int, threads: Int) -> Measurement {
  Parallel.threadCount = threads
  let (a, b) = (randomTensor([size, size]), randomTensor([size, size]))
  let operations = 2.0 * Double(size) * Double(size) * Double(size)
  let turns = 7
  let repeats = max(1, Int(4e10 / operations) / turns)
  for _ in 0..<2 { _ = a.matrixProduct(b) }
  let timed = Measurement.time(repeats: repeats) { _ = a.matrixProduct(b) }
  return Measurement {
    var (seconds, peaks, shares): ([Double], [Double], [Double]) = ([], [], [])
    for _ in 0..<turns {
      let value = try timed.take()["value"] ?? .nan
      let peak = peak(threads: threads)
      seconds.append(value)
      peaks.append(peak)
      shares.append(operations / value / peak)
    }
    return ["value": median(seconds), "peak": median(peaks), "peakShare": median(shares)]
  }
}

private func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}

/// Operations a second of all threads, multiplying and adding in registers.
private func peak(threads: Int) -> Double {
  let rounds = 10_000_000
  let start = DispatchTime.now().uptimeNanoseconds
  let operations = Atomic<Int>(0)
  DispatchQueue.concurrentPerform(iterations: threads) { _ in
    operations.add(Int(peak_probe(rounds)), ordering: .relaxed)
  }
  let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
  return Double(operations.load(ordering: .relaxed)) / seconds
}

private func randomImages(count: Int, side: Int, channels: Int) -> ImageDataset {
  var random = RandomKey(seed: 1).stream("images")
  return ImageDataset(
    images: ContiguousImageStore(
      width: side, height: side, channels: channels,
      pixels: (0..<count * side * side * channels).map { _ in UInt8(random.integer(below: 256)) }),
    labels: (0..<count).map { $0 % 10 }, classNames: (0..<10).map { "\($0)" })
}
