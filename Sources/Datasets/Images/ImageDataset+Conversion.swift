import Augmentations
import TensorCore

extension ImageDataset {
  /// Returns the data set with all images brought to one size and number of channels.
  ///
  /// - Parameters:
  ///   - width: The number of columns.
  ///   - height: The number of rows.
  ///   - channels: The number of channels, 1 or 3.
  /// - Returns: The same samples in the same order; this data set itself if nothing changes.
  /// - Throws: An error of the storage.
  public func converted(width: Int, height: Int, channels: Int) throws -> ImageDataset {
    if width == self.width && height == self.height && channels == self.channels { return self }
    let size = width * height * channels
    let images = try concurrentMap(count: count) { index in
      try image(at: index).converted(width: width, height: height, channels: channels).pixels
    }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(count * size)
    for image in images { pixels += image }
    return ImageDataset(
      images: ContiguousImageStore(
        width: width, height: height, channels: channels, pixels: pixels),
      labels: labels, classNames: classNames, sampleNames: sampleNames, groups: groups,
      weights: weights)
  }

  /// Returns the data set with the size and the channels that the options ask for.
  func converted(by options: DatasetOptions) throws -> ImageDataset {
    try converted(
      width: options.imageSize ?? width, height: options.imageSize ?? height,
      channels: options.channels ?? channels)
  }
}
