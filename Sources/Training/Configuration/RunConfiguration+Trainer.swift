import Augmentations
public import Backbones
public import Datasets
import Foundation
import TensorCore
import TrainingSteps

extension RunConfiguration {
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
  ///   - cache: Where decoded images are kept if they are read now; nil for memory.
  /// - Returns: A trainer at step 0, or where the checkpoint was taken.
  /// - Throws: An error of the data, of the weights or of the checkpoint, or a ``TrainingError``,
  ///   also for a setting without effect.
  public func makeTrainer(
    parts: DatasetParts? = nil, split: LabelSplit? = nil, checkpoint: Checkpoint? = nil,
    cache: ImageCache? = nil
  ) throws -> Trainer {
    let composition = try composition()
    let (recipe, method) = (composition.recipe, composition.method)
    let parts = try parts ?? loadParts(cache: cache)
    let channels = parts.train.channels
    let normalization = recipe.normalization.flatMap { $0.accepts(channels: channels) ? $0 : nil }
    var split = try split ?? makeSplit(of: parts)
    if method.usesAllLabels {
      guard parts.unlabeled == nil else {
        throw TrainingError.mismatch(
          "\(method.name) learns from the labels of all images, but those of a second source have "
            + "none")
      }
      split = try split.labelingAll()
    }
    let data = try TrainingData(
      train: parts.all, split: split, test: parts.test, normalization: normalization)
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
