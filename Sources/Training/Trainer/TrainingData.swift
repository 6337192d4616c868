public import Augmentations
import Backbones
public import Datasets
import TensorCore
import TrainingSteps

/// The images and labels of a run: what is learned from, and what it is evaluated on.
public struct TrainingData: Sendable {
  /// The training images; the hidden labels of unlabeled ones only serve reports.
  public let train: ImageDataset
  /// The indices of the labeled samples in the training set.
  public let labeled: [Int]
  /// The class that is shown for every labeled sample: the true one, unless labels are noisy.
  public let labels: [Int]
  /// The indices of the samples of the unlabeled pool in the training set.
  public let unlabeled: [Int]
  /// The indices of the validation samples in the training set; none of them is learned from.
  public let validation: [Int]
  /// What the weights are evaluated on; never chooses anything.
  public let test: ImageDataset?
  /// How pixels become numbers.
  public let normalization: Normalization

  /// Creates the data of a run.
  ///
  /// - Parameters:
  ///   - train: The training images.
  ///   - split: Which of them are labeled, and which are for validation.
  ///   - test: What the weights are evaluated on; nil for nothing.
  ///   - normalization: How pixels become numbers; by default the mean and deviation of every
  ///     channel over the training images.
  /// - Throws: An error of the images.
  public init(
    train: ImageDataset, split: LabelSplit, test: ImageDataset? = nil,
    normalization: Normalization? = nil
  ) throws {
    self.train = train
    labeled = split.labeled
    labels = split.shownLabels ?? split.labeled.map { train.labels[$0] }
    if labels.contains(where: { !train.classNames.indices.contains($0) }) {
      throw TrainingError.mismatch("the split shows a class that the training set does not have")
    }
    unlabeled = split.unlabeled
    validation = split.validation
    self.test = test
    if let normalization {
      self.normalization = normalization
    } else {
      let statistics = try train.channelStatistics()
      self.normalization = try Normalization(
        mean: statistics.mean, deviation: statistics.deviation)
    }
  }

  /// The number of labeled samples whose shown class is not the true one, for reports.
  package var mislabeledCount: Int {
    zip(labeled, labels).count { place, label in train.labels[place] != label }
  }

  /// The true class of a sample of the unlabeled pool, for reports; nil if it is not known.
  func unlabeledLabel(at place: Int) -> Int? {
    let label = train.labels[unlabeled[place]]
    return label == ImageDataset.unknownLabel ? nil : label
  }

  /// Makes the views of a pipeline's steps, ahead of the steps.
  ///
  /// - Parameters:
  ///   - pipeline: What the views are for.
  ///   - plan: The views.
  ///   - options: The sizes.
  ///   - learner: What strong augmentation learns; nil where it does not.
  /// - Returns: A loader that makes no batch further ahead than what was learned is known.
  func loader(
    for pipeline: Pipeline, plan: StepPlan, options: TrainingOptions,
    learner: (any AugmentationLearner)?
  ) -> BatchLoader {
    let key = RandomKey(seed: options.seed)
    let strong = learner.map { pipeline.strong.following($0) } ?? pipeline.strong
    let labeledSource = BatchRecipe.Source(
      places: labeled,
      sampler: labeledSampler(isClassBalanced: options.isClassBalanced, key: key),
      batchSize: options.batchSize, labels: labels)
    var unlabeledSource: BatchRecipe.Source?
    if plan.readsUnlabeled {
      unlabeledSource = BatchRecipe.Source(
        places: unlabeled,
        sampler: UniformSampler(poolSize: unlabeled.count, key: key, purpose: "unlabeled-samples"),
        batchSize: options.batchSize * options.unlabeledRatio)
    }
    let recipe = BatchRecipe(
      dataset: train, labeled: labeledSource, unlabeled: unlabeledSource,
      views: plan.views.map { view in
        let augmentation: (any Augmentation)? =
          switch view.strength {
          case .plain, .mixed: nil
          case .weak: pipeline.weak
          case .strong: strong
          case .probe: learner?.probe(after: pipeline.weak)
          }
        return ViewPlan(
          view.pool == .labeled ? .labeled : .unlabeled, augmentation, number: view.streamNumber)
      }, normalization: normalization, key: key)
    return BatchLoader(
      recipe, stepCount: options.steps,
      batchesAhead: min(options.batchesAhead, learner?.batchesAhead ?? .max))
  }

  /// Draws labeled samples: all alike, all classes alike, or by the weights of the data set.
  private func labeledSampler(isClassBalanced: Bool, key: RandomKey) -> any IndexSampler {
    let purpose: RandomPurpose = "labeled-samples"
    if let all = train.weights {
      var weights = labeled.map { all[$0] }
      if isClassBalanced {
        var totals = [Double](repeating: 0, count: train.classNames.count)
        for (label, weight) in zip(labels, weights) { totals[label] += weight }
        weights = zip(labels, weights).map { totals[$0] > 0 ? $1 / totals[$0] : 0 }
      }
      return WeightedSampler(weights: weights, key: key, purpose: purpose)
    }
    return isClassBalanced
      ? ClassBalancedSampler(labels: labels, key: key, purpose: purpose)
      : UniformSampler(poolSize: labeled.count, key: key, purpose: purpose)
  }

  /// Checks that the data suit a method.
  func validate(for pipeline: Pipeline, options: TrainingOptions) throws {
    let backbone = pipeline.backbone
    guard train.channels == backbone.inputChannels else {
      throw TrainingError.mismatch(
        "the images have \(train.channels) channels, the backbone expects \(backbone.inputChannels)"
      )
    }
    guard train.classNames.count == backbone.classCount else {
      throw TrainingError.mismatch(
        "the data set has \(train.classNames.count) classes, the backbone \(backbone.classCount)")
    }
    guard options.steps > 0, options.batchSize > 0 else {
      throw TrainingError.mismatch("steps and batch size must be at least 1")
    }
    guard !labeled.isEmpty else { throw TrainingError.mismatch("there are no labeled images") }
    if let weights = train.weights, labeled.allSatisfy({ weights[$0] == 0 }) {
      throw TrainingError.mismatch("all labeled images have the weight 0")
    }
    if StepPlan(pipeline).readsUnlabeled {
      guard options.unlabeledRatio > 0 else {
        throw TrainingError.mismatch(
          "the method needs unlabeled images, an unlabeled ratio of \(options.unlabeledRatio) "
            + "leaves none; expected at least 1")
      }
      guard !unlabeled.isEmpty else {
        throw TrainingError.mismatch("the method needs unlabeled images, there are none")
      }
    }
    if let test, test.channels != train.channels || test.classNames.count != train.classNames.count
    {
      throw TrainingError.mismatch("test and training images differ in channels or classes")
    }
  }
}
