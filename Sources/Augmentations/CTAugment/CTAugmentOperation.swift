package import TensorCore

/// One of the nineteen operations of CTAugment, each controlled by levels from 0 to 1.
///
/// Every operation keeps the size and the number of channels. Geometric ones take the nearest sample,
/// and black where there is none. The raw value is the name in checkpoints and reports.
///
/// Source: Berthelot et al., "ReMixMatch", 2020 (arXiv 1911.09785), table of appendix D, with bins
/// and formulas of google-research/remixmatch. That code moves images by up to 0.3 pixels; the
/// paper's 0.3 of the side is meant, and taken here.
package enum CTAugmentOperation: String, CaseIterable, Sendable, Hashable, Codable,
  CodingKeyRepresentable
{
  /// Blends with the image whose channels are stretched to 0 ... 255, by the level.
  case autoContrast
  /// Blends with the mean of the sixteen samples at distance two, by the level.
  case blur
  /// Scales the samples by 0.1 + 1.9 times the level.
  case brightness
  /// Blends with the grey version by a factor of 0.1 + 1.9 times the level.
  case color
  /// Blends with the mean grey value by a factor of 0.1 + 1.9 times the level.
  case contrast
  /// Fills a square of up to half the shorter side with 127.
  case cutout
  /// Blends with the image whose histogram is evened out, by the level.
  case equalize
  /// Blends with the inverted image, by the level.
  case invert
  /// Leaves the image as it is; takes no level.
  case identity
  /// Keeps 1 to 8 bits of every sample.
  case posterize
  /// Enlarges the middle, all but up to a quarter at each side; the second level is the filter.
  case rescale
  /// Turns by -45 to 45 degrees, in whole degrees.
  case rotate
  /// Blends with the smoothed image by a factor of 0.1 + 1.9 times the level.
  case sharpness
  /// Moves rows by -0.3 to 0.3 times their distance from the upper border.
  case shearX
  /// Moves columns by -0.3 to 0.3 times their distance from the left border.
  case shearY
  /// Blends with the smoothed image, by the level.
  case smooth
  /// Inverts the samples that are at least 255 times the level.
  case solarize
  /// Moves by -0.3 to 0.3 of the width.
  case translateX
  /// Moves by -0.3 to 0.3 of the height.
  case translateY

  /// The number of bins of each level.
  package var binCounts: [Int] {
    switch self {
    case .identity: []
    case .posterize: [8]
    case .rescale: [17, 6]
    default: [17]
    }
  }

  /// Changes an image in place.
  ///
  /// - Parameters:
  ///   - levels: One number from 0 to 1 for each of ``binCounts``.
  ///   - image: The image to change.
  ///   - random: Where the cutout's place is drawn from; others draw nothing.
  package func apply(
    levels: [Double], to image: inout PixelImage, using random: inout RandomStream
  ) {
    check(
      levels.count == binCounts.count && levels.allSatisfy { (0...1).contains($0) },
      "CTAugmentOperation.\(rawValue): levels \(levels)")
    let level = levels.first ?? 0
    let factor = 0.1 + 1.9 * level
    let around = 2 * level - 1
    func blend(_ operation: ImageOperation) {
      image.blend(with: operation(image, magnitude: 0), factor: Float(level))
    }
    switch self {
    case .autoContrast: blend(.autoContrast)
    case .blur: image.blend(with: image.blurred(), factor: Float(level))
    case .brightness: ImageOperation.brightness.apply(magnitude: factor, to: &image)
    case .color: ImageOperation.color.apply(magnitude: factor, to: &image)
    case .contrast: ImageOperation.contrast.apply(magnitude: factor, to: &image)
    case .cutout:
      let side = 1 + Int(level * Double(min(image.width, image.height)) * 0.499)
      Cutout(side: .pixels(side), placement: .cut).apply(to: &image, using: &random)
    case .equalize: blend(.equalize)
    case .invert: blend(.invert)
    case .identity: break
    case .posterize:
      ImageOperation.posterize.apply(magnitude: Double(1 + Int(level * 7.999)), to: &image)
    case .rescale: image.enlargeMiddle(margin: level * 0.25, filter: Self.filter(levels[1]))
    case .rotate:
      ImageOperation.rotate.apply(
        magnitude: (around * 45).rounded(.toNearestOrEven), to: &image)
    case .sharpness: ImageOperation.sharpness.apply(magnitude: factor, to: &image)
    case .shearX: ImageOperation.shearX.apply(magnitude: around * 0.3, to: &image)
    case .shearY: ImageOperation.shearY.apply(magnitude: around * 0.3, to: &image)
    case .smooth: blend(.sharpness)
    case .solarize:
      ImageOperation.solarize.apply(magnitude: Double(Int(level * 255.999)), to: &image)
    case .translateX:
      ImageOperation.translateX.apply(magnitude: around * 0.3 * Double(image.width), to: &image)
    case .translateY:
      ImageOperation.translateY.apply(magnitude: around * 0.3 * Double(image.height), to: &image)
    }
  }

  private static func filter(_ level: Double) -> ResizeFilter {
    let filters: [ResizeFilter] = [.lanczos, .bicubic, .bilinear, .box, .hamming, .nearest]
    return filters[Int(level * 5.99)]
  }
}

extension PixelImage {
  /// Enlarges what lies at least a share of each side away from the borders.
  fileprivate mutating func enlargeMiddle(margin: Double, filter: ResizeFilter) {
    func span(_ size: Int) -> (start: Int, length: Int) {
      let start = (margin * Double(size)).rounded(.toNearestOrEven)
      let end = ((1 - margin) * Double(size)).rounded(.toNearestOrEven)
      return (Int(start), max(1, Int(end - start)))
    }
    let (x, y) = (span(width), span(height))
    self = cropped(x: x.start, y: y.start, width: x.length, height: y.length)
      .resized(width: width, height: height, filter: filter)
  }

  /// Returns the mean of the sixteen samples at distance two, as Pillow's `ImageFilter.BLUR`; the two
  /// outermost rows and columns stay as they are.
  fileprivate func blurred() -> PixelImage {
    guard width >= 5 && height >= 5 else { return self }
    var result = self
    for row in 2..<height - 2 {
      for column in 2..<width - 2 {
        for channel in 0..<channels {
          var sum = 0
          for offset in -2...2 {
            sum += Int(self[row - 2, column + offset, channel])
            sum += Int(self[row + 2, column + offset, channel])
          }
          for offset in -1...1 {
            sum += Int(self[row + offset, column - 2, channel])
            sum += Int(self[row + offset, column + 2, channel])
          }
          result[row, column, channel] = UInt8((sum + 8) / 16)
        }
      }
    }
    return result
  }
}
