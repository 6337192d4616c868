public import Augmentations
import Backbones
public import Datasets
import TensorCore

extension Model {
  /// Says what images show; any size and color is converted to what the model was trained on.
  ///
  /// - Parameters:
  ///   - images: The images.
  ///   - batchSize: The number of images that pass the network at once.
  /// - Returns: One prediction for each image, in order.
  public func predict(_ images: [PixelImage], batchSize: Int = 250) -> [Prediction] {
    var predictions: [Prediction] = []
    predictions.reserveCapacity(images.count)
    var rest = images[...]
    while !rest.isEmpty {
      var batch = rest.prefix(max(1, batchSize)).map(fitted)
      // A model without a size of its own takes images of one size at a time.
      let size = (batch[0].width, batch[0].height)
      batch = Array(batch.prefix { ($0.width, $0.height) == size })
      rest = rest.dropFirst(batch.count)
      let rows = probabilities(of: batch)
      let classes = rows.argmaxRows()
      rows.withUnsafeValues { values in
        for (row, best) in classes.enumerated() {
          let all = Array(values[row * classNames.count..<(row + 1) * classNames.count])
          predictions.append(
            Prediction(
              className: classNames[best], confidence: all[best], probabilities: all))
        }
      }
    }
    return predictions
  }

  /// Says what image files show; any size and color is converted to what the model was trained on.
  ///
  /// Files are decoded on as many threads as computing takes, a batch at a time, so that thousands of
  /// files need no more memory than one batch.
  ///
  /// - Parameters:
  ///   - files: The paths of PNG, JPEG, PPM or PGM files.
  ///   - batchSize: The number of images that are held and pass the network at once.
  ///   - reader: What decodes the files.
  /// - Returns: One prediction for each file, in order.
  /// - Throws: A `DatasetError` that names the first file that cannot be read.
  public func predict(
    files: [String], batchSize: Int = 64, reader: ImageReader = ImageReader()
  ) throws -> [Prediction] {
    var predictions: [Prediction] = []
    predictions.reserveCapacity(files.count)
    for start in stride(from: 0, to: files.count, by: max(1, batchSize)) {
      let batch = files[start..<min(files.count, start + max(1, batchSize))]
      let images = try concurrentMap(count: batch.count) { place in
        fitted(try reader.read(batch[start + place]))
      }
      predictions += predict(images, batchSize: batchSize)
    }
    return predictions
  }

  /// The image in the size and with the channels that the network takes.
  private func fitted(_ image: PixelImage) -> PixelImage {
    image.converted(
      width: imageWidth ?? image.width, height: imageHeight ?? image.height,
      channels: backbone.inputChannels)
  }
}
