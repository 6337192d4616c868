package import Augmentations
import Datasets
package import TrainingSteps

extension Trainer {
  /// Returns the first images of the last step's batch as the networks saw them.
  ///
  /// The images are made again, which takes as long as augmenting so many; nothing about the run
  /// changes.
  ///
  /// - Parameter count: The number of images of each view; a smaller batch gives fewer.
  /// - Returns: The images of every view, in the order of the pipeline's views.
  /// - Throws: An error of the data.
  package func exampleViews(count: Int) throws -> [(view: View, images: [PixelImage])] {
    let images = try state.loader.recipe.exampleImages(at: max(0, step - 1), count: count)
    return zip(state.plan.views, images).map { (view: $0, images: $1) }
  }

  /// Returns an image of the pool of unlabeled images, without augmentation.
  ///
  /// - Parameter place: The image's index in the pool.
  /// - Returns: The image.
  /// - Throws: An error of the data.
  package func unlabeledImage(at place: Int) throws -> PixelImage {
    try data.train.image(at: data.unlabeled[place])
  }
}
