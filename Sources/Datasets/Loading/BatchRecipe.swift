public import Augmentations
public import TensorCore

/// Everything that decides what a batch holds.
///
/// The batch of a step is a pure function of recipe and step. Sample `i` of a view draws its random
/// numbers from the stream of the key for (purpose of the pool, step, `i`, number of the view).
public struct BatchRecipe: Sendable {
  /// One of the two pools: its samples, and how they are drawn.
  public struct Source: Sendable {
    /// The places of the pool's samples in the data set.
    public var places: [Int]
    /// How the samples of a step are drawn from the pool.
    public var sampler: any IndexSampler
    /// The number of samples of a step.
    public var batchSize: Int
    /// The class that is shown for every sample of the pool; nil for those of the data set.
    public var labels: [Int]?

    /// Creates a source.
    ///
    /// - Parameters:
    ///   - places: The places of the pool's samples in the data set.
    ///   - sampler: How the samples of a step are drawn from the pool.
    ///   - batchSize: The number of samples of a step.
    ///   - labels: The class that is shown for every sample; nil for those of the data set.
    public init(
      places: [Int], sampler: any IndexSampler, batchSize: Int, labels: [Int]? = nil
    ) {
      check(
        (labels?.count ?? places.count) == places.count,
        "BatchRecipe: \(labels?.count ?? 0) labels for a pool of \(places.count)")
      self.places = places
      self.sampler = sampler
      self.batchSize = batchSize
      self.labels = labels
    }
  }

  /// The images.
  public let dataset: ImageDataset
  /// The labeled samples.
  public let labeled: Source
  /// The unlabeled samples; nil for none.
  public let unlabeled: Source?
  /// The views of the samples.
  public let views: [ViewPlan]
  /// How pixels become numbers.
  public let normalization: Normalization
  /// What all random numbers depend on.
  public let key: RandomKey

  /// Creates a recipe.
  ///
  /// - Parameters:
  ///   - dataset: The images.
  ///   - labeled: The labeled samples.
  ///   - unlabeled: The unlabeled samples; nil for none.
  ///   - views: The views of the samples; two of one pool must not have the same number.
  ///   - normalization: How pixels become numbers; accepts the channels of the data set.
  ///   - key: What all random numbers depend on.
  public init(
    dataset: ImageDataset, labeled: Source, unlabeled: Source?, views: [ViewPlan],
    normalization: Normalization, key: RandomKey
  ) {
    for pool in [ViewPlan.Pool.labeled, .unlabeled] {
      let numbers = views.filter { $0.pool == pool }.map(\.number)
      check(Set(numbers).count == numbers.count, "BatchRecipe: two views have the same number")
    }
    check(
      unlabeled != nil || views.allSatisfy { $0.pool == .labeled },
      "BatchRecipe: a view shows unlabeled samples, but there are none")
    check(
      normalization.accepts(channels: dataset.channels),
      "BatchRecipe: the normalization does not fit images of \(dataset.channels) channels")
    for source in [labeled, unlabeled].compactMap({ $0 }) {
      check(
        source.places.allSatisfy { dataset.labels.indices.contains($0) },
        "BatchRecipe: a pool names a sample that the data set does not have")
    }
    self.dataset = dataset
    self.labeled = labeled
    self.unlabeled = unlabeled
    self.views = views
    self.normalization = normalization
    self.key = key
  }

  /// Makes the batch of a step, on the calling thread.
  ///
  /// - Parameter step: The step, from 0.
  /// - Returns: The batch.
  /// - Throws: An error of the data set's storage.
  public func batch(at step: Int) throws -> LoadedBatch {
    let labeledPlaces = labeled.sampler.indices(step: step, count: labeled.batchSize)
    let labeledSamples = labeledPlaces.map { labeled.places[$0] }
    var unlabeledPlaces: [Int] = []
    var unlabeledSamples: [Int] = []
    if let unlabeled {
      unlabeledPlaces = unlabeled.sampler.indices(step: step, count: unlabeled.batchSize)
      unlabeledSamples = unlabeledPlaces.map { unlabeled.places[$0] }
    }
    return LoadedBatch(
      step: step, labeledPlaces: labeledPlaces,
      labels: labeledPlaces.map { labeled.labels?[$0] ?? dataset.labels[labeled.places[$0]] },
      unlabeledPlaces: unlabeledPlaces,
      images: try views.map { view in
        let samples = view.pool == .labeled ? labeledSamples : unlabeledSamples
        return try images(of: samples, view: view, step: step)
      })
  }

  /// Returns the random numbers of one image of a view.
  ///
  /// - Parameters:
  ///   - view: One of the views.
  ///   - step: The step, from 0.
  ///   - sample: The image's place in the batch.
  /// - Returns: The stream that the view's augmentation draws from.
  package func stream(of view: ViewPlan, step: Int, sample: Int = 0) -> RandomStream {
    key.stream(
      view.pool == .labeled ? "augment-labeled" : "augment-unlabeled", step: step, sample: sample,
      view: view.number)
  }

  /// Makes one view.
  private func images(of samples: [Int], view: ViewPlan, step: Int) throws -> Tensor {
    let augmentation = view.augmentation?.at(step: step)
    var image = PixelImage(
      width: dataset.width, height: dataset.height, channels: dataset.channels)
    // How an augmentation changes the size depends on the size alone.
    var random = stream(of: view, step: step)
    var size = image
    if let augmentation, !samples.isEmpty {
      augmentation.apply(to: &size, using: &random)
    }
    let length = size.pixels.count
    return try Tensor(shape: [samples.count, size.height, size.width, size.channels]) { target in
      for (place, sample) in samples.enumerated() {
        try dataset.readImage(at: sample, into: &image)
        if let augmentation {
          var random = stream(of: view, step: step, sample: place)
          augmentation.apply(to: &image, using: &random)
        }
        check(
          image.pixels.count == length && image.width == size.width,
          "an augmentation gives images of one batch different sizes")
        normalization.write(
          image,
          to: UnsafeMutableBufferPointer(rebasing: target[place * length..<(place + 1) * length]))
      }
    }
  }
}
