public import TensorCore

/// Brings the image to a fixed size; draws no numbers.
public struct Resize: Augmentation {
  /// The number of columns of the result.
  package let width: Int
  /// The number of rows of the result.
  package let height: Int
  /// How samples are computed.
  package let filter: ResizeFilter

  /// Creates a resizing.
  ///
  /// - Parameters:
  ///   - width: The number of columns of the result, at least 1.
  ///   - height: The number of rows of the result, at least 1.
  ///   - filter: How samples are computed.
  package init(width: Int, height: Int, filter: ResizeFilter = .bilinear) {
    check(width > 0 && height > 0, "Resize: the size \(height) x \(width) is empty")
    self.width = width
    self.height = height
    self.filter = filter
  }

  /// Brings the image to the size.
  public func apply(to image: inout PixelImage, using random: inout RandomStream) {
    image = image.resized(width: width, height: height, filter: filter)
  }
}
