import Augmentations
public import Backbones
public import Datasets
import Foundation
import TensorCore
import TrainingSteps

extension RunConfiguration {
  /// Reads the data set that the configuration names.
  ///
  /// - Returns: The training and test images.
  /// - Throws: A `DatasetError`.
  public func loadParts() throws -> DatasetParts {
    try DatasetSource(parsing: data).load(
      DatasetOptions(imageSize: imageSize, testFraction: testFraction, seed: seed))
  }

  /// Chooses the labeled and validation samples and the unlabeled pool, and the labels shown.
  ///
  /// - Parameter train: The training images.
  /// - Returns: The split: from the file, drawn with the seed, or everything labeled.
  /// - Throws: A `DatasetError`, or ``TrainingError/mismatch(_:)`` for two ways at once.
  public func makeSplit(of train: ImageDataset) throws -> LabelSplit {
    let key = RandomKey(seed: seed)
    var split = try labeledSplit(of: train, key: key)
    if unlabeledPerClass != nil || unlabeledImbalance != nil {
      let imbalance = try ClassImbalance(ratio: unlabeledImbalance ?? 1)
      let largest = unlabeledPerClass ?? imbalance.largest(fitting: split.freeCounts(of: train))
      split = try split.drawingUnlabeled(
        imbalance.counts(largest: largest, classCount: train.classNames.count), of: train, key: key)
    }
    if let labelNoise {
      split = try split.showing(LabelNoise(parsing: labelNoise), of: train, key: key)
    }
    return split
  }

  private func labeledSplit(of train: ImageDataset, key: RandomKey) throws -> LabelSplit {
    if let split {
      guard labelsPerClass == nil, labeledImbalance == nil else {
        throw TrainingError.mismatch(
          "a split file and a number or an imbalance of labels exclude each other")
      }
      return try LabelSplit.reading(
        split, of: train, validationPerClass: validationPerClass, key: key)
    }
    if let labeledImbalance {
      let imbalance = try ClassImbalance(ratio: labeledImbalance)
      let free = train.classCounts.map { max(0, $0 - validationPerClass) }
      let largest = labelsPerClass ?? imbalance.largest(fitting: free)
      let counts = imbalance.counts(largest: largest, classCount: free.count)
      guard counts.allSatisfy({ $0 > 0 }) else {
        throw TrainingError.mismatch(
          "with \(largest) labels in the largest class, an imbalance of \(labeledImbalance) leaves "
            + "a class without any; at least \(Int(labeledImbalance.magnitude.rounded(.up))) are "
            + "needed")
      }
      return try LabelSplit.drawing(
        counts, of: train, validationPerClass: validationPerClass, key: key)
    }
    if let labelsPerClass {
      return try LabelSplit.perClass(
        labelsPerClass, of: train, validationPerClass: validationPerClass, key: key)
    }
    let one = try LabelSplit.perClass(
      1, of: train, validationPerClass: validationPerClass, key: key)
    let held = Set(one.validation)
    return try LabelSplit(
      sampleCount: train.count, labeled: (0..<train.count).filter { !held.contains($0) },
      validation: one.validation)
  }

  /// Builds the network.
  ///
  /// - Parameters:
  ///   - classCount: The number of classes.
  ///   - inputChannels: The number of color channels of the images.
  /// - Returns: The network, with the recipe's head and batch norm.
  /// - Throws: A ``TrainingError`` if a name is unknown or the attention cannot be.
  public func makeBackbone(classCount: Int, inputChannels: Int) throws -> any Backbone {
    try makeBackbone(composition().recipe, classCount: classCount, inputChannels: inputChannels)
  }

  private func makeBackbone(
    _ recipe: Recipe, classCount: Int, inputChannels: Int
  ) throws -> any Backbone {
    try BackboneCatalog.make(
      backbone ?? recipe.backbone,
      BackboneCatalog.Request(
        classCount: classCount, inputChannels: inputChannels,
        batchNormMomentum: recipe.batchNormMomentum, localAttention: recipe.localAttention,
        head: recipe.head))
  }

  /// Puts data, method, recipe and weights together.
  ///
  /// - Parameters:
  ///   - parts: The images, if they were read before; nil reads them.
  ///   - split: The labeled samples, if they were chosen before; nil chooses them.
  ///   - checkpoint: Where an earlier trainer of the run was; nil for the start.
  /// - Returns: A trainer at step 0, or where the checkpoint was taken.
  /// - Throws: An error of the data, of the weights or of the checkpoint, or a ``TrainingError``,
  ///   also for a setting without effect.
  public func makeTrainer(
    parts: DatasetParts? = nil, split: LabelSplit? = nil, checkpoint: Checkpoint? = nil
  ) throws -> Trainer {
    let composition = try composition()
    let (recipe, method) = (composition.recipe, composition.method)
    let parts = try parts ?? loadParts()
    let channels = parts.train.channels
    let normalization = recipe.normalization.flatMap { $0.accepts(channels: channels) ? $0 : nil }
    var split = try split ?? makeSplit(of: parts.train)
    if method.usesAllLabels { split = try split.labelingAll() }
    let data = try TrainingData(
      train: parts.train, split: split, test: parts.test, normalization: normalization)
    let backbone = try makeBackbone(
      recipe, classCount: parts.train.classNames.count, inputChannels: channels)
    let stages = method.stages(
      backbone, recipe, min(parts.train.width, parts.train.height), composition.values)
    try composition.values.checkAllUsed()
    let trainer = try Trainer(stages: stages, data: data, options: options(recipe))
    if let checkpoint {
      try trainer.restore(from: checkpoint)
    } else if let weights {
      let file = try SafetensorsFile(contentsOf: URL(fileURLWithPath: weights))
      try trainer.load(file, name: weights)
    }
    return trainer
  }

  private func options(_ recipe: Recipe) -> TrainingOptions {
    var optimizer = recipe.optimizer
    optimizer.learningRate = learningRate ?? optimizer.learningRate
    return TrainingOptions(
      steps: steps ?? recipe.steps, epochSteps: epochSteps,
      batchSize: batchSize ?? recipe.batchSize,
      unlabeledRatio: unlabeledRatio ?? recipe.unlabeledRatio,
      isClassBalanced: recipe.isClassBalanced, optimizer: optimizer, schedule: recipe.schedule,
      seed: seed, notFinite: notFinite ?? .stop)
  }
}
