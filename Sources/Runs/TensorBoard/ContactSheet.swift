import Augmentations

/// Puts small images into one.
enum ContactSheet {
  private static let gap = 2

  /// Returns images of one size side by side, with a narrow white gap.
  ///
  /// - Parameter images: At least one image; all of one size and number of channels.
  /// - Returns: An image as high as each of them.
  static func row(of images: [PixelImage]) -> PixelImage {
    let first = images[0]
    var sheet = PixelImage(
      width: images.count * (first.width + gap) - gap, height: first.height,
      channels: first.channels, filledWith: 255)
    let length = first.width * first.channels
    for (place, image) in images.enumerated() {
      for row in 0..<image.height {
        let target = (row * sheet.width + place * (first.width + gap)) * first.channels
        let source = row * length
        sheet.pixels.replaceSubrange(
          target..<target + length, with: image.pixels[source..<source + length])
      }
    }
    return sheet
  }
}
