import Augmentations
package import Backbones
package import Datasets
package import Methods
package import Parts
import TensorCore
package import Training

/// Small colored images of three classes, and trainers on them.
package enum TinyData {
  /// Draws images whose class is the color that is strongest.
  package static func make(count: Int = 90, seed: UInt64 = 0, side: Int = 12) -> ImageDataset {
    var images: [PixelImage] = []
    for index in 0..<count {
      var random = RandomKey(seed: seed).stream("tiny-data", sample: index)
      var image = PixelImage(width: side, height: side, channels: 3)
      for pixel in 0..<side * side {
        for channel in 0..<3 {
          let base = channel == index % 3 ? 150 : 90
          image.pixels[pixel * 3 + channel] = UInt8(base + random.integer(below: 60))
        }
      }
      images.append(image)
    }
    return ImageDataset(
      images: ContiguousImageStore(images), labels: (0..<count).map { $0 % 3 },
      classNames: ["red", "green", "blue"])
  }

  /// Training and test images, a few of each class labeled.
  package static func data(labelsPerClass: Int = 3) throws -> TrainingData {
    let train = make()
    return try TrainingData(
      train: train,
      split: .perClass(labelsPerClass, of: train, key: RandomKey(seed: 1)),
      test: make(count: 30, seed: 9))
  }

  /// A network that learns the colors within seconds.
  package static func backbone() -> ConvNet { ConvNet(classCount: 3, width: 4) }

  /// The stages of a method on the small network.
  package static func stages(
    _ method: Method, _ recipe: Recipe = .standard, _ settings: [String: OptionValue] = [:],
    catalog: PartCatalog = .standard
  ) throws -> [Stage] {
    try Composer(method, recipe, settings: settings, catalog: catalog).composition()
      .makeStages(for: PartContext(classCount: 3), network: backbone(), catalog: catalog)
  }

  /// The pipeline of a method of one stage, or the last of several.
  package static func pipeline(
    _ method: Method, _ recipe: Recipe = .standard, _ settings: [String: OptionValue] = [:]
  ) throws -> Pipeline {
    let all = try stages(method, recipe, settings)
    return all[all.count - 1].pipeline
  }

  /// The method of a name, or a composition.
  package static func method(_ name: String) throws -> Method {
    try PartCatalog.standard.method(named: name)
  }

  /// The settings that a method has, of some that it may not have.
  package static func settings(
    of method: Method, among values: [String: OptionValue], catalog: PartCatalog = .standard
  ) -> [String: OptionValue] {
    values.filter {
      (try? Composer(method, .standard, settings: [$0.key: $0.value], catalog: catalog)
        .composition()) != nil
    }
  }

  /// A trainer of a method at step 0.
  package static func trainer(
    _ method: Method, steps: Int = 6, seed: UInt64 = 5, recipe: Recipe = .standard,
    settings: [String: OptionValue] = [:]
  ) throws -> Trainer {
    try Trainer(
      stages: stages(method, recipe, settings), data: data(), options: options(steps, seed: seed))
  }

  /// Options of a short run.
  package static func options(_ steps: Int, seed: UInt64 = 5, epochSteps: Int = 3)
    -> TrainingOptions
  {
    TrainingOptions(
      steps: steps, epochSteps: epochSteps, batchSize: 6, unlabeledRatio: 2, seed: seed)
  }
}
