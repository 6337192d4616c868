public import Augmentations
import Backbones
import Datasets
import TensorCore

/// What a model says about one image.
public struct Prediction: Sendable, Hashable {
  /// The name of the most probable class; of equal ones the first.
  public let className: String
  /// The probability of that class, from 0 to 1.
  public let confidence: Float
  /// The probability of every class, in the order of the model's class names; they sum to one.
  public let probabilities: [Float]
}

extension Model {
  /// Says what images show; any size and color is converted to what the model was trained on.
  ///
  /// - Parameters:
  ///   - images: The images.
  ///   - batchSize: The number of images that pass the network at once.
  /// - Returns: One prediction for each image, in order.
  public func predict(_ images: [PixelImage], batchSize: Int = 250) -> [Prediction] {
    var predictions: [Prediction] = []
    for start in stride(from: 0, to: images.count, by: max(1, batchSize)) {
      let batch = images[start..<min(images.count, start + max(1, batchSize))].map { image in
        image.converted(
          width: imageWidth ?? image.width, height: imageHeight ?? image.height,
          channels: backbone.inputChannels)
      }
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
}
