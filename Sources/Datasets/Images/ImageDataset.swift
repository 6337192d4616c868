public import Augmentations
import TensorCore

/// Images of one size with their classes.
public struct ImageDataset: Sendable {
  private let store: any ImageStore
  /// The places in the store; nil if they are all of it in order.
  private let places: [Int]?
  /// The class of every image, from 0 up to the number of class names, or ``unknownLabel``.
  public let labels: [Int]
  /// The names of the classes.
  public let classNames: [String]
  /// What every image is called, such as its path in a folder; nil if they have no names.
  public let sampleNames: [String]?
  /// What every image belongs to, such as a person, so that splits can keep it together; or nil.
  public let groups: [String]?
  /// How often every image is drawn where it is labeled, relative to others; nil if all alike.
  public let weights: [Double]?

  /// The label of an image whose class is not known.
  public static let unknownLabel = -1

  /// Creates a data set.
  ///
  /// - Parameters:
  ///   - images: The images.
  ///   - labels: The class of every image.
  ///   - classNames: The names of the classes; every label is the place of one of them, or
  ///     ``unknownLabel``.
  ///   - sampleNames: What every image is called, or nil.
  ///   - groups: What every image belongs to, or nil.
  ///   - weights: How often every image is drawn where it is labeled, relative to others; none
  ///     negative; or nil.
  public init(
    images: any ImageStore, labels: [Int], classNames: [String], sampleNames: [String]? = nil,
    groups: [String]? = nil, weights: [Double]? = nil
  ) {
    check(labels.count == images.count, "\(labels.count) labels for \(images.count) images")
    check(
      (sampleNames?.count ?? labels.count) == labels.count
        && (groups?.count ?? labels.count) == labels.count
        && (weights?.count ?? labels.count) == labels.count,
      "sample names, groups and weights need one entry an image")
    check(weights?.allSatisfy { $0 >= 0 && $0.isFinite } ?? true, "a weight is negative")
    self.init(
      store: images, places: nil, labels: labels, classNames: classNames,
      sampleNames: sampleNames, groups: groups, weights: weights)
  }

  private init(
    store: any ImageStore, places: [Int]?, labels: [Int], classNames: [String],
    sampleNames: [String]?, groups: [String]?, weights: [Double]?
  ) {
    check(
      labels.allSatisfy { $0 == ImageDataset.unknownLabel || classNames.indices.contains($0) },
      "a label names no class")
    self.store = store
    self.places = places
    self.labels = labels
    self.classNames = classNames
    self.sampleNames = sampleNames
    self.groups = groups
    self.weights = weights
  }

  /// The number of images.
  public var count: Int { labels.count }
  /// The number of columns of every image.
  public var width: Int { store.width }
  /// The number of rows of every image.
  public var height: Int { store.height }
  /// The number of channels of every image: 1 or 3.
  public var channels: Int { store.channels }

  /// The number of images of every class; those of unknown class are not counted.
  package var classCounts: [Int] {
    var counts = [Int](repeating: 0, count: classNames.count)
    for label in labels where label != ImageDataset.unknownLabel { counts[label] += 1 }
    return counts
  }

  /// Writes an image over another; may be called from several threads at once.
  ///
  /// - Parameters:
  ///   - index: The image's place, from 0 up to the count.
  ///   - image: Where the image goes. Its memory is used again if it has the same size.
  /// - Throws: An error of the storage.
  package func readImage(at index: Int, into image: inout PixelImage) throws {
    check(index >= 0 && index < count, "image \(index) of \(count)")
    try store.readImage(at: places?[index] ?? index, into: &image)
  }

  /// Returns an image.
  ///
  /// - Parameter index: The image's place, from 0 up to the count.
  /// - Returns: The image.
  /// - Throws: An error of the storage.
  public func image(at index: Int) throws -> PixelImage {
    var image = PixelImage(width: width, height: height, channels: channels)
    try readImage(at: index, into: &image)
    return image
  }

  /// Returns some of the images, in the order given; no pixel is copied.
  ///
  /// - Parameter indices: Places in this data set; may repeat.
  /// - Returns: The data set of those images, with the same classes.
  public func subset(_ indices: [Int]) -> ImageDataset {
    check(indices.allSatisfy { labels.indices.contains($0) }, "subset: no such image")
    return ImageDataset(
      store: store, places: indices.map { places?[$0] ?? $0 }, labels: indices.map { labels[$0] },
      classNames: classNames, sampleNames: sampleNames.map { names in indices.map { names[$0] } },
      groups: groups.map { groups in indices.map { groups[$0] } },
      weights: weights.map { weights in indices.map { weights[$0] } })
  }

  /// Returns the same images with other labels; no pixel is copied.
  ///
  /// - Parameters:
  ///   - labels: The new class of every image: the place of a name, or ``unknownLabel``.
  ///   - classNames: The names of the new classes.
  /// - Returns: A view of the same images.
  public func relabeled(_ labels: [Int], classNames: [String]) -> ImageDataset {
    check(labels.count == count, "\(labels.count) labels for \(count) images")
    return ImageDataset(
      store: store, places: places, labels: labels, classNames: classNames,
      sampleNames: sampleNames, groups: groups, weights: weights)
  }

  /// Returns the same images, all of unknown class.
  func withoutLabels() -> ImageDataset {
    relabeled(
      [Int](repeating: ImageDataset.unknownLabel, count: count), classNames: classNames)
  }
}
