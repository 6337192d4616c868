import Augmentations
package import Backbones
public import Datasets
import Foundation
import Methods
import Parts
public import Training

extension RunConfiguration {
  /// Builds the network.
  ///
  /// - Parameters:
  ///   - classCount: The number of classes.
  ///   - inputChannels: The number of color channels of the images.
  /// - Returns: The network with its attention and its head.
  /// - Throws: A ``/Parts/PartError`` if a name is unknown or the attention cannot be.
  package func makeBackbone(classCount: Int, inputChannels: Int) throws -> any Backbone {
    try composer().composition().makeBackbone(
      for: PartContext(classCount: classCount, channels: inputChannels), catalog: catalog)
  }

  /// Refuses parts that do not fit together, before any data are read.
  ///
  /// - Throws: A ``/Parts/PartError`` that names the parts and what is missing.
  package func checkParts() throws {
    try composer().composition().check(catalog: catalog)
  }

  /// Puts data, method, recipe and weights together.
  ///
  /// - Parameters:
  ///   - parts: The images, if they were read before; nil reads them.
  ///   - split: The labeled samples, if they were chosen before; nil chooses them.
  ///   - checkpoint: Where an earlier trainer of the run was; nil for the start.
  ///   - cache: Where decoded images are kept if they are read now; nil for memory.
  /// - Returns: A trainer at step 0, or where the checkpoint was taken.
  /// - Throws: An error of the data, of the weights or of the checkpoint, a ``/Parts/PartError`` for
  ///   parts that do not fit together or an option without effect, or a `TrainingError`.
  public func makeTrainer(
    parts: DatasetParts? = nil, split: LabelSplit? = nil, checkpoint: Checkpoint? = nil,
    cache: ImageCache? = nil
  ) throws -> Trainer {
    let composer = try composer()
    let composition = try composer.composition()
    try composition.check(catalog: catalog)
    let parts = try parts ?? loadParts(cache: cache)
    let channels = parts.train.channels
    let normalization = composer.recipe.normalization.flatMap {
      $0.accepts(channels: channels) ? $0 : nil
    }
    var split = try split ?? makeSplit(of: parts)
    if composition.usesAllLabels {
      guard parts.unlabeled == nil else {
        throw TrainingError.mismatch(
          "\(method) learns from the labels of all images, but those of a second source have none")
      }
      split = try split.labelingAll()
    }
    let data = try TrainingData(
      train: parts.all, split: split, test: parts.test, normalization: normalization)
    let context = PartContext(classCount: parts.train.classNames.count, channels: channels)
    let trainer = try Trainer(
      stages: composition.makeStages(for: context, catalog: catalog), data: data,
      options: try options(composer.recipe, composition))
    if let checkpoint {
      try trainer.restore(from: checkpoint)
    } else if let weights {
      let file = try SafetensorsFile(contentsOf: URL(fileURLWithPath: weights))
      try trainer.load(file, name: weights)
    }
    return trainer
  }

  private func options(_ recipe: Recipe, _ composition: Composition) throws -> TrainingOptions {
    let (optimizer, schedule) = try composition.makeOptimizer(catalog: catalog)
    return TrainingOptions(
      steps: steps ?? recipe.steps, epochSteps: epochSteps,
      batchSize: batchSize ?? recipe.batchSize,
      unlabeledRatio: unlabeledRatio ?? recipe.unlabeledRatio,
      isClassBalanced: composition.isClassBalanced, optimizer: optimizer, schedule: schedule,
      seed: seed, notFinite: notFinite ?? .stop)
  }
}
