public import Augmentations

extension PixelImage {
  /// Returns the image with a size and a number of channels.
  ///
  /// Colour becomes grey by Pillow's luma (ITU-R BT.601); the size changes by Pillow's bilinear
  /// filter.
  ///
  /// - Parameters:
  ///   - width: The number of columns, at least 1.
  ///   - height: The number of rows, at least 1.
  ///   - channels: The number of channels, 1 or 3.
  /// - Returns: The image itself if nothing changes.
  public func converted(width: Int, height: Int, channels: Int) -> PixelImage {
    converted(channels: channels).resized(width: width, height: height)
  }

  /// Returns the image as grey or colour; grey is Pillow's luma, rounded.
  func converted(channels: Int) -> PixelImage {
    if channels == self.channels { return self }
    let count = width * height
    let converted = [UInt8](unsafeUninitializedCapacity: count * channels) { target, used in
      pixels.withUnsafeBufferPointer { source in
        if channels == 3 {
          for i in 0..<3 * count { target[i] = source[i / 3] }
        } else {
          for i in 0..<count {
            target[i] = PixelImage.luma(source[3 * i], source[3 * i + 1], source[3 * i + 2])
          }
        }
      }
      used = count * channels
    }
    return PixelImage(width: width, height: height, channels: channels, pixels: converted)
  }

  /// The brightness of a colour (ITU-R BT.601), in Pillow's whole numbers; grey stays as it is.
  static func luma(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    let sum: Int = Int(red) * 19_595 + Int(green) * 38_470 + Int(blue) * 7_471
    return UInt8((sum + 0x8000) >> 16)
  }
}
