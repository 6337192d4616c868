public import Augmentations
public import Datasets
import TensorCore

/// What a trained network sees in every frame of a data set: the input of a temporal encoder.
///
/// The network is done with learning: its features are computed once, scaled and kept as bytes (see
/// ``FeatureScale``). ``windows(length:)`` makes a data set of them in which a sample is a frame with its
/// neighbours, so that whatever trains on images trains on sequences: the same splits, methods,
/// checkpoints and metrics, with `/Backbones/TemporalEncoder` for a network and no augmentation.
///
/// Source: the second stage of Yu et al., 2024, arXiv 2403.11942, as far as it is known.
public struct FrameFeatures: Sendable {
  /// Which frames follow one another.
  public let sequences: FrameSequences
  /// How features became bytes.
  public let scale: FeatureScale
  /// The number of features of a frame.
  public let featureCount: Int
  private let dataset: ImageDataset
  private let bytes: [UInt8]

  /// Turns bytes into features of mean 0 and deviation 1, as the data set that set the scale has them.
  public static var normalization: Normalization {
    get throws { try Normalization(mean: [0.5], deviation: [0.125]) }
  }

  /// Computes the features of a data set.
  ///
  /// - Parameters:
  ///   - dataset: The frames, with groups for the sequences.
  ///   - model: What sees them.
  ///   - scale: The scale of the training frames, for all others; nil measures these.
  /// - Throws: A `DatasetError` if the frames have no groups, or an error of the images.
  public init(of dataset: ImageDataset, by model: Model, scale: FeatureScale? = nil) throws {
    sequences = try FrameSequences(dataset)
    let features = try model.features(of: dataset)
    let scale = scale ?? FeatureScale(measuring: features)
    featureCount = features.shape[1]
    check(
      scale.mean.count == featureCount,
      "a scale of \(scale.mean.count) features for \(featureCount)")
    bytes = scale.bytes(features)
    self.scale = scale
    self.dataset = dataset
  }

  /// Returns a data set with a sample for every frame, in the same order and with the same labels.
  ///
  /// - Parameter length: The number of frames of a window; odd, so that the frame is its middle.
  /// - Returns: Maps of one channel, a row a frame and a column a feature.
  public func windows(length: Int) -> ImageDataset {
    check(length > 0 && !length.isMultiple(of: 2), "a window of \(length) frames has no middle")
    return ImageDataset(
      images: WindowStore(features: self, height: length), labels: dataset.labels,
      classNames: dataset.classNames, sampleNames: dataset.sampleNames, groups: dataset.groups,
      weights: dataset.weights)
  }

  /// Windows over features, put together when they are asked for.
  private struct WindowStore: ImageStore {
    let features: FrameFeatures
    let height: Int
    let channels = 1
    var count: Int { features.dataset.count }
    var width: Int { features.featureCount }

    func readImage(at index: Int, into image: inout PixelImage) {
      let pixels = features.sequences.window(around: index, length: height).flatMap {
        features.bytes[$0 * width..<($0 + 1) * width]
      }
      image = PixelImage(width: width, height: height, channels: channels, pixels: pixels)
    }
  }
}
