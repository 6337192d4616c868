public import Augmentations
import TensorCore

/// Images in one block of memory, one after the other.
public struct ContiguousImageStore: ImageStore {
  /// The number of images.
  public let count: Int
  /// The number of columns of every image.
  public let width: Int
  /// The number of rows of every image.
  public let height: Int
  /// The number of channels of every image.
  public let channels: Int
  /// The samples, `[count, height, width, channels]`.
  private let pixels: [UInt8]

  /// Creates a store from its samples.
  ///
  /// - Parameters:
  ///   - width: The number of columns, at least 1.
  ///   - height: The number of rows, at least 1.
  ///   - channels: The number of channels, 1 or 3.
  ///   - pixels: The samples, `[count, height, width, channels]`; the count follows.
  public init(width: Int, height: Int, channels: Int, pixels: [UInt8]) {
    let size = width * height * channels
    check(
      width > 0 && height > 0 && (channels == 1 || channels == 3)
        && pixels.count.isMultiple(of: size),
      "ContiguousImageStore: \(pixels.count) samples for images of "
        + "\(height) x \(width) x \(channels)")
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
    count = pixels.count / size
  }

  /// Creates a store from images of one size.
  ///
  /// - Parameter images: At least one image; all of one size.
  public init(_ images: [PixelImage]) {
    guard let first = images.first else { fail("ContiguousImageStore of no images") }
    check(
      images.allSatisfy {
        $0.width == first.width && $0.height == first.height && $0.channels == first.channels
      }, "ContiguousImageStore of images of several sizes")
    self.init(
      width: first.width, height: first.height, channels: first.channels,
      pixels: images.flatMap(\.pixels))
  }

  /// Copies an image; see ``ImageStore/readImage(at:into:)``.
  public func readImage(at index: Int, into image: inout PixelImage) {
    check(index >= 0 && index < count, "image \(index) of \(count)")
    let size = width * height * channels
    let range = index * size..<(index + 1) * size
    guard image.width == width, image.height == height, image.channels == channels else {
      image = PixelImage(
        width: width, height: height, channels: channels, pixels: Array(pixels[range]))
      return
    }
    image.pixels.withUnsafeMutableBufferPointer { target in
      pixels.withUnsafeBufferPointer { source in
        _ = target.update(fromContentsOf: source[range])
      }
    }
  }
}
