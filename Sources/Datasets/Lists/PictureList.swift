import Augmentations
import TensorCore

/// Picture files with their classes: what formats that keep one file a picture come down to.
struct PictureList {
  /// One picture file.
  struct Entry: Sendable {
    /// The file.
    var path: String
    /// What the picture is called, such as its path below the data set's folder.
    var name: String
    /// The class, or ``ImageDataset/unknownLabel``.
    var label: Int
    /// What the picture belongs to, where the data set says so itself.
    var group: String?
    /// How often the picture is drawn where it is labeled, relative to others.
    var weight: Double?
  }

  var entries: [Entry]
  var classNames: [String]

  /// Decodes all files, or finds them in the cache, in the order of the entries.
  ///
  /// - Returns: The pictures, the entries that they come from, and the files that were left out.
  func load(
    _ options: DatasetOptions
  ) throws -> (dataset: ImageDataset, kept: [Int], skipped: [DatasetParts.Skipped]) {
    guard !entries.isEmpty else { throw DatasetError.option("there are no pictures") }
    let pictures = try PictureDecoding(paths: entries.map(\.path), options: options).pictures()
    let kept = entries.indices.filter { pictures.channelCounts[$0] > 0 }
    let skipped = pictures.failures.sorted { $0.key < $1.key }.map { index, reason in
      DatasetParts.Skipped(path: entries[index].path, reason: reason)
    }
    let channels = options.channels ?? (pictures.channelCounts.contains(3) ? 3 : 1)
    let all = ImageDataset(
      images: DecodedImageStore(pictures: pictures, channels: channels),
      labels: entries.map(\.label), classNames: classNames, sampleNames: entries.map(\.name),
      groups: options.groupBy.map { key in
        entries.map { $0.group ?? key.group(of: $0.path) }
      },
      weights: entries.contains { $0.weight != nil } ? entries.map { $0.weight ?? 1 } : nil)
    return (kept.count == entries.count ? all : all.subset(kept), kept, skipped)
  }
}
