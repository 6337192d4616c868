public import Augmentations
public import Backbones
public import Datasets
public import TensorCore

/// A trained network that answers: a backbone, its weights, and how pixels become numbers.
public struct Model: Sendable {
  /// The network.
  public let backbone: any Backbone
  /// The weights.
  public let store: ParameterStore
  /// How pixels become numbers.
  public let normalization: Normalization
  /// The names of the classes.
  public let classNames: [String]
  /// The width that images are brought to; nil takes images as they are.
  package let imageWidth: Int?
  /// The height that images are brought to; nil takes images as they are.
  package let imageHeight: Int?

  /// Creates a model.
  ///
  /// - Parameters:
  ///   - backbone: The network.
  ///   - store: The weights.
  ///   - normalization: How pixels become numbers.
  ///   - classNames: The names of the classes.
  ///   - imageWidth: The width that images are brought to; nil takes them as they are.
  ///   - imageHeight: The height that images are brought to; nil takes them as they are.
  public init(
    backbone: any Backbone, store: ParameterStore, normalization: Normalization,
    classNames: [String], imageWidth: Int? = nil, imageHeight: Int? = nil
  ) {
    self.backbone = backbone
    self.store = store
    self.normalization = normalization
    self.classNames = classNames
    self.imageWidth = imageWidth
    self.imageHeight = imageHeight
  }

  /// Returns the probability of every class for images of one size.
  ///
  /// - Parameter images: The images; all of one size and with the backbone's channels.
  /// - Returns: `[images, classes]`; rows sum to one.
  public func probabilities(of images: [PixelImage]) -> Tensor {
    guard !images.isEmpty else { return Tensor(shape: [0, backbone.classCount]) { _ in } }
    return withoutGradients { output(for: images).logits.softmax() }
  }

  /// Returns the probability of every class for samples of a data set.
  ///
  /// - Parameters:
  ///   - dataset: The data set.
  ///   - indices: The places of the samples; nil for all.
  ///   - batchSize: The number of images that pass the network at once.
  /// - Returns: `[samples, classes]`.
  /// - Throws: An error of the images.
  public func probabilities(
    of dataset: ImageDataset, at indices: [Int]? = nil, batchSize: Int = 250
  ) throws -> Tensor {
    try rows(of: dataset, at: indices, batchSize: batchSize, columns: backbone.classCount) {
      probabilities(of: $0)
    }
  }

  /// Returns the features of samples of a data set: what the classifier sees.
  ///
  /// - Parameters:
  ///   - dataset: The data set.
  ///   - indices: The places of the samples; nil for all.
  ///   - batchSize: The number of images that pass the network at once.
  /// - Returns: `[samples, features]`.
  /// - Throws: An error of the images.
  public func features(
    of dataset: ImageDataset, at indices: [Int]? = nil, batchSize: Int = 250
  ) throws -> Tensor {
    try rows(of: dataset, at: indices, batchSize: batchSize, columns: backbone.featureCount) {
      images in withoutGradients { output(for: images).features }
    }
  }

  /// What the network says about images of one size, of which there is at least one.
  private func output(for images: [PixelImage]) -> BackboneOutput {
    let (first, size) = (images[0], images[0].pixels.count)
    let batch = Tensor(shape: [images.count, first.height, first.width, first.channels]) { target in
      for (index, image) in images.enumerated() {
        check(image.pixels.count == size, "a batch takes images of one size")
        normalization.write(
          image, to: UnsafeMutableBufferPointer(rebasing: target[index * size..<(index + 1) * size])
        )
      }
    }
    return backbone(batch, in: ForwardPass(store: store, phase: .inference))
  }

  /// Puts together what a closure says about batches of samples.
  private func rows(
    of dataset: ImageDataset, at indices: [Int]?, batchSize: Int, columns: Int,
    _ body: ([PixelImage]) -> Tensor
  ) throws -> Tensor {
    let places = indices ?? Array(0..<dataset.count)
    var parts: [Tensor] = []
    var image = PixelImage(
      width: dataset.width, height: dataset.height, channels: dataset.channels)
    for start in stride(from: 0, to: places.count, by: max(1, batchSize)) {
      let batch = try places[start..<min(places.count, start + max(1, batchSize))].map {
        try dataset.readImage(at: $0, into: &image)
        return image
      }
      parts.append(body(batch))
    }
    return parts.isEmpty ? Tensor(shape: [0, columns]) { _ in } : Tensor.concatenated(parts)
  }

  /// Judges the model on a data set with labels.
  ///
  /// - Parameters:
  ///   - dataset: The data set.
  ///   - batchSize: The number of images that pass the network at once.
  /// - Returns: Accuracy, balanced accuracy, calibration and the rest.
  /// - Throws: An error of the images.
  public func evaluate(
    _ dataset: ImageDataset, batchSize: Int = 250
  ) throws -> ClassificationMetrics {
    ClassificationMetrics(
      probabilities: try probabilities(of: dataset, batchSize: batchSize), labels: dataset.labels)
  }
}
