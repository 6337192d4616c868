import Augmentations
import TensorCore

extension ImageDataset {
  /// Puts several data sets behind one another; no pixel is copied.
  ///
  /// Where only some have sample names, groups or weights, the others' names and groups are empty
  /// texts, and their weights 1.
  ///
  /// - Parameter parts: At least one data set; all of one size, with the same classes.
  public init(joining parts: [ImageDataset]) {
    guard let first = parts.first else { fail("joining no data sets") }
    if parts.count == 1 {
      self = first
      return
    }
    check(
      parts.allSatisfy {
        $0.width == first.width && $0.height == first.height && $0.channels == first.channels
          && $0.classNames == first.classNames
      }, "joining data sets of several sizes or classes")
    func joined<Value>(_ values: (ImageDataset) -> [Value]?, missing: Value) -> [Value]? {
      if parts.allSatisfy({ values($0) == nil }) { return nil }
      return parts.flatMap { values($0) ?? [Value](repeating: missing, count: $0.count) }
    }
    self.init(
      images: JoinedImageStore(parts), labels: parts.flatMap(\.labels),
      classNames: first.classNames, sampleNames: joined(\.sampleNames, missing: ""),
      groups: joined(\.groups, missing: ""), weights: joined(\.weights, missing: 1))
  }
}

/// The images of several data sets of one size, one behind the other.
private struct JoinedImageStore: ImageStore {
  let width: Int
  let height: Int
  let channels: Int
  let count: Int
  private let parts: [ImageDataset]
  /// The place of the first image of every part.
  private let starts: [Int]

  init(_ parts: [ImageDataset]) {
    self.parts = parts
    width = parts[0].width
    height = parts[0].height
    channels = parts[0].channels
    var starts: [Int] = []
    var count = 0
    for part in parts {
      starts.append(count)
      count += part.count
    }
    self.starts = starts
    self.count = count
  }

  func readImage(at index: Int, into image: inout PixelImage) throws {
    let part = (starts.lastIndex { $0 <= index }) ?? 0
    try parts[part].readImage(at: index - starts[part], into: &image)
  }
}
