import Augmentations
import TensorCore

/// Image files with their classes: what formats that keep one file an image come down to.
struct ImageList {
  /// One image file.
  struct Entry: Sendable {
    /// The file.
    var path: String
    /// What the image is called, such as its path below the data set's folder.
    var name: String
    /// The class, or ``ImageDataset/unknownLabel``.
    var label: Int
    /// What the image belongs to, where the data set says so itself.
    var group: String?
    /// How often the image is drawn where it is labeled, relative to others.
    var weight: Double?
  }

  var entries: [Entry]
  var classNames: [String]

  /// Decodes all files, or finds them in the cache, in the order of the entries.
  ///
  /// - Returns: The images, the entries that they come from, and the files that were left out.
  func load(
    _ options: DatasetOptions
  ) throws -> (dataset: ImageDataset, kept: [Int], skipped: [DatasetParts.Skipped]) {
    guard !entries.isEmpty else { throw DatasetError.option("there are no images") }
    let images = try ImageDecoding(paths: entries.map(\.path), options: options).images()
    let kept = entries.indices.filter { images.channelCounts[$0] > 0 }
    let skipped = images.failures.sorted { $0.key < $1.key }.map { index, reason in
      DatasetParts.Skipped(path: entries[index].path, reason: reason)
    }
    let channels = options.channels ?? (images.channelCounts.contains(3) ? 3 : 1)
    let all = ImageDataset(
      images: DecodedImageStore(images: images, channels: channels),
      labels: entries.map(\.label), classNames: classNames, sampleNames: entries.map(\.name),
      groups: options.groupBy.map { key in
        entries.map { $0.group ?? key.group(of: $0.path) }
      },
      weights: entries.contains { $0.weight != nil } ? entries.map { $0.weight ?? 1 } : nil)
    return (kept.count == entries.count ? all : all.subset(kept), kept, skipped)
  }
}
