import Augmentations
import Datasets
import Foundation
import Synchronization
import TensorCore
import Testing

/// Turns some pixels into noise, and doubles the width if asked to.
private struct Noise: Augmentation {
  var doubles = false

  func apply(to image: inout PixelImage, using random: inout RandomStream) {
    if doubles {
      image = PixelImage(width: 2 * image.width, height: image.height, channels: image.channels)
    }
    for place in image.pixels.indices where random.bernoulli(0.5) {
      image.pixels[place] = UInt8(random.integer(below: 256))
    }
  }
}

/// Images whose reading fails at one place, and counts.
private final class FailingStore: ImageStore {
  struct Broken: Error {}

  let count = 40
  let width = 3
  let height = 3
  let channels = 1
  let reads = Atomic<Int>(0)
  let broken: Int?

  init(broken: Int?) { self.broken = broken }

  func readImage(at index: Int, into image: inout PixelImage) throws {
    reads.wrappingAdd(1, ordering: .relaxed)
    if index == broken { throw Broken() }
    image = PixelImage(
      width: width, height: height, channels: channels, filledWith: UInt8(index))
  }
}

@Suite("Batch loader")
struct BatchLoaderTests {
  private let dataset = randomDataset(labels: (0..<40).map { $0 % 4 }, classCount: 4)
  private let normalization: Normalization

  init() throws {
    normalization = try Normalization(mean: [0.5, 0.4, 0.3], deviation: [0.2, 0.3, 0.4])
  }

  private func recipe(
    views: [ViewPlan]? = nil, seed: UInt64 = 1, dataset: ImageDataset? = nil
  ) -> BatchRecipe {
    let key = RandomKey(seed: seed)
    let dataset = dataset ?? self.dataset
    return BatchRecipe(
      dataset: dataset,
      labeled: BatchRecipe.Source(
        places: [3, 9, 14, 22],
        sampler: UniformSampler(poolSize: 4, key: key, purpose: "labeled"), batchSize: 3),
      unlabeled: BatchRecipe.Source(
        places: Array(0..<40),
        sampler: ShuffledSampler(poolSize: 40, key: key, purpose: "unlabeled"), batchSize: 7),
      views: views ?? [
        ViewPlan(.labeled, Noise(), number: 0), ViewPlan(.unlabeled, nil, number: 0),
        ViewPlan(.unlabeled, Noise(), number: 1),
        ViewPlan(.unlabeled, Noise(doubles: true), number: 2),
      ],
      normalization: dataset.channels == 3 ? normalization : .none, key: key)
  }

  private func expectSame(_ first: LoadedBatch, _ second: LoadedBatch) {
    #expect(first.step == second.step)
    #expect(first.labeledPlaces == second.labeledPlaces && first.labels == second.labels)
    #expect(first.unlabeledPlaces == second.unlabeledPlaces)
    #expect(first.images.count == second.images.count)
    for (one, other) in zip(first.images, second.images) {
      #expect(one.shape == other.shape)
      #expect(one.values.map(\.bitPattern) == other.values.map(\.bitPattern))
    }
  }

  @Test("a batch holds the samples drawn, their classes and their normalized pixels")
  func contents() throws {
    let recipe = recipe()
    let batch = try recipe.batch(at: 5)
    #expect(batch.labeledPlaces == recipe.labeled.sampler.indices(step: 5, count: 3))
    #expect(batch.labels == batch.labeledPlaces.map { [3, 9, 14, 22][$0] % 4 })
    #expect(
      batch.images.map(\.shape) == [[3, 4, 5, 3], [7, 4, 5, 3], [7, 4, 5, 3], [7, 4, 10, 3]])
    let plain = batch.images[1].values
    for (place, sample) in batch.unlabeledPlaces.enumerated() {
      let pixels = try dataset.image(at: sample).pixels
      for (offset, pixel) in pixels.enumerated() {
        let channel = offset % 3
        let expected =
          (Double(pixel) / 255 - normalization.mean[channel]) / normalization.deviation[channel]
        #expect(abs(Double(plain[place * pixels.count + offset]) - expected) < 1e-5)
      }
    }
  }

  @Test("views have random numbers of their own, which other views do not change")
  func views() throws {
    let both = try recipe(views: [
      ViewPlan(.unlabeled, Noise(), number: 0), ViewPlan(.unlabeled, Noise(), number: 1),
      ViewPlan(.labeled, Noise(), number: 0),
    ]).batch(at: 2)
    let one = try recipe(views: [ViewPlan(.unlabeled, Noise(), number: 1)]).batch(at: 2)
    #expect(both.images[0].values != both.images[1].values)
    #expect(both.images[1].values == one.images[0].values)
    let next = try recipe(views: [ViewPlan(.unlabeled, Noise(), number: 1)]).batch(at: 3)
    #expect(next.images[0].values != one.images[0].values)
    let otherSeed = recipe(views: [ViewPlan(.unlabeled, Noise(), number: 1)], seed: 2)
    #expect(try otherSeed.batch(at: 2).images[0].values != one.images[0].values)
  }

  @Test(
    "any number of threads gives the same bits", arguments: [1, 2, 5], [0, 1, 3, 8])
  func threads(threadCount: Int, batchesAhead: Int) throws {
    let recipe = recipe()
    let loader = BatchLoader(
      recipe, stepCount: 12, batchesAhead: batchesAhead, threadCount: threadCount)
    for step in 0..<12 { expectSame(try loader.batch(at: step), try recipe.batch(at: step)) }
  }

  @Test("steps may be asked for in any order, more than once, and past the end of the run")
  func anyOrder() throws {
    let recipe = recipe()
    let loader = BatchLoader(recipe, stepCount: 20, batchesAhead: 3, threadCount: 2)
    for step in [7, 8, 9, 3, 3, 4, 19, 20, 25, 0, 1, 2, 8] {
      expectSame(try loader.batch(at: step), try recipe.batch(at: step))
    }
  }

  @Test("several threads may ask at once")
  func concurrentCallers() throws {
    let recipe = recipe()
    let loader = BatchLoader(recipe, batchesAhead: 3, threadCount: 2)
    let results = Mutex([Int: [LoadedBatch]]())
    DispatchQueue.concurrentPerform(iterations: 4) { caller in
      for step in 0..<10 {
        if let batch = try? loader.batch(at: caller % 2 == 0 ? step : 9 - step) {
          results.withLock { $0[batch.step, default: []].append(batch) }
        }
      }
    }
    for step in 0..<10 {
      let batches = results.withLock { $0[step] ?? [] }
      #expect(batches.count == 4)
      for batch in batches { expectSame(batch, try recipe.batch(at: step)) }
    }
  }

  @Test("the next batches are made before they are asked for, and no more")
  func worksAhead() throws {
    let store = FailingStore(broken: nil)
    let dataset = ImageDataset(
      images: store, labels: [Int](repeating: 0, count: 40), classNames: ["only"])
    let recipe = recipe(views: [ViewPlan(.unlabeled, nil, number: 0)], dataset: dataset)
    let loader = BatchLoader(recipe, batchesAhead: 3, threadCount: 2)
    _ = try loader.batch(at: 0)
    let deadline = Date().addingTimeInterval(20)
    while store.reads.load(ordering: .relaxed) < 28 && Date() < deadline {
      Thread.sleep(forTimeInterval: 0.002)
    }
    Thread.sleep(forTimeInterval: 0.05)
    #expect(store.reads.load(ordering: .relaxed) == 28)
  }

  @Test("an error of the storage reaches whoever asks for that step, and no other step")
  func errors() throws {
    let dataset = ImageDataset(
      images: FailingStore(broken: 17), labels: [Int](repeating: 0, count: 40),
      classNames: ["only"])
    let recipe = recipe(views: [ViewPlan(.unlabeled, nil, number: 0)], dataset: dataset)
    let loader = BatchLoader(recipe, batchesAhead: 3, threadCount: 2)
    var failed = 0
    for step in 0..<12 {
      let places = recipe.unlabeled?.sampler.indices(step: step, count: 7) ?? []
      if places.contains(17) {
        #expect(throws: FailingStore.Broken.self) { _ = try loader.batch(at: step) }
        failed += 1
      } else {
        #expect(try loader.batch(at: step).unlabeledPlaces == places)
      }
    }
    #expect(failed >= 2)
  }

  @Test("a loader ends its threads when it goes, used or not")
  func shutdown() throws {
    let store = FailingStore(broken: nil)
    for round in 0..<20 {
      let dataset = ImageDataset(
        images: store, labels: [Int](repeating: 0, count: 40), classNames: ["only"])
      let loader = BatchLoader(
        recipe(views: [ViewPlan(.unlabeled, nil, number: 0)], dataset: dataset),
        batchesAhead: 3, threadCount: 3)
      if round > 0 { _ = try loader.batch(at: round) }
    }
    let reads = store.reads.load(ordering: .relaxed)
    Thread.sleep(forTimeInterval: 0.05)
    #expect(store.reads.load(ordering: .relaxed) == reads)
  }
}
