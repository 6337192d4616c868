import TensorCore

/// An image of 8-bit pixels: height times width times channels, channels innermost.
public struct PixelImage: Sendable, Hashable {
  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// The number of channels: 1 for grey, 3 for red, green and blue.
  public let channels: Int
  /// The samples, `[height, width, channels]` in row-major order.
  public var pixels: [UInt8]

  /// Creates an image from its samples.
  ///
  /// - Parameters:
  ///   - width: The number of columns, at least 1.
  ///   - height: The number of rows, at least 1.
  ///   - channels: The number of channels, 1 or 3.
  ///   - pixels: The samples, `[height, width, channels]`.
  public init(width: Int, height: Int, channels: Int, pixels: [UInt8]) {
    check(
      width > 0 && height > 0 && (channels == 1 || channels == 3)
        && pixels.count == width * height * channels,
      "PixelImage: \(pixels.count) samples for \(height) x \(width) x \(channels)")
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
  }

  /// Creates an image of one value.
  ///
  /// - Parameters:
  ///   - width: The number of columns, at least 1.
  ///   - height: The number of rows, at least 1.
  ///   - channels: The number of channels, 1 or 3.
  ///   - value: The value of every sample.
  public init(width: Int, height: Int, channels: Int, filledWith value: UInt8 = 0) {
    self.init(
      width: width, height: height, channels: channels,
      pixels: [UInt8](repeating: value, count: width * height * channels))
  }

  /// The sample of a pixel.
  public subscript(row: Int, column: Int, channel: Int) -> UInt8 {
    get { pixels[(row * width + column) * channels + channel] }
    set { pixels[(row * width + column) * channels + channel] = newValue }
  }
}
