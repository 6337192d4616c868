public import Augmentations

/// Where the images of a data set are: decoded, all of one size.
///
/// A store may hold them in memory, map a file, or decode when asked.
public protocol ImageStore: Sendable {
  /// The number of images.
  var count: Int { get }
  /// The number of columns of every image.
  var width: Int { get }
  /// The number of rows of every image.
  var height: Int { get }
  /// The number of channels of every image: 1 or 3.
  var channels: Int { get }

  /// Writes an image over another; may be called from several threads at once.
  ///
  /// - Parameters:
  ///   - index: The image's place, from 0 up to the count.
  ///   - image: Where the image goes. Its memory is used again if it has the same size.
  /// - Throws: An error of the storage; a store in memory has none.
  func readImage(at index: Int, into image: inout PixelImage) throws
}
