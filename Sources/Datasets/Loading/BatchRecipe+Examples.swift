package import Augmentations
import TensorCore

extension BatchRecipe {
  /// Returns the first images of a step's batch as the network saw them, before normalization.
  ///
  /// - Parameters:
  ///   - step: The step, from 0.
  ///   - count: The number of images of each view.
  /// - Returns: One list for each view, in the order of the plans.
  /// - Throws: An error of the data set's storage.
  package func exampleImages(at step: Int, count: Int) throws -> [[PixelImage]] {
    let drawn = labeled.sampler.indices(step: step, count: labeled.batchSize)
    let hidden = unlabeled.map { $0.sampler.indices(step: step, count: $0.batchSize) } ?? []
    return try views.map { view in
      let isLabeled = view.pool == .labeled
      let augmentation = view.augmentation?.at(step: step)
      let places = isLabeled ? labeled.places : unlabeled?.places ?? []
      return try (isLabeled ? drawn : hidden).prefix(count).enumerated().map { place, index in
        var image = try dataset.image(at: places[index])
        var random = stream(of: view, step: step, sample: place)
        augmentation?.apply(to: &image, using: &random)
        return image
      }
    }
  }
}
