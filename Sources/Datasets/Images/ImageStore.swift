public import Augmentations

/// Where the pictures of a data set are: decoded, all of one size.
///
/// A store may hold them in memory, map a file, or decode when asked.
public protocol ImageStore: Sendable {
  /// The number of pictures.
  var count: Int { get }
  /// The number of columns of every picture.
  var width: Int { get }
  /// The number of rows of every picture.
  var height: Int { get }
  /// The number of channels of every picture: 1 or 3.
  var channels: Int { get }

  /// Writes a picture over another; may be called from several threads at once.
  ///
  /// - Parameters:
  ///   - index: The picture's place, from 0 up to the count.
  ///   - image: Where the picture goes. Its memory is used again if it has the same size.
  /// - Throws: An error of the storage; a store in memory has none.
  func readImage(at index: Int, into image: inout PixelImage) throws
}
