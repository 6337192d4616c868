import Augmentations
import Datasets
import TensorCore

/// A data set of random images.
func randomDataset(
  labels: [Int], classCount: Int, width: Int = 5, height: Int = 4, channels: Int = 3
) -> ImageDataset {
  var random = RandomKey(seed: 3).stream("random-dataset")
  let images = labels.map { _ in
    PixelImage(
      width: width, height: height, channels: channels,
      pixels: (0..<width * height * channels).map { _ in UInt8(random.integer(below: 256)) })
  }
  return ImageDataset(
    images: ContiguousImageStore(images), labels: labels,
    classNames: (0..<classCount).map { "class \($0)" })
}
