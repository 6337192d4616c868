import Foundation
public import TensorCore

/// Cuts a rectangle of random area and shape out of the image and brings it to a fixed size.
///
/// The area is uniform in `scale` times the image's, the logarithm of width by height uniform
/// between those of `ratio`, the position uniform. After ten rectangles that do not fit, the
/// largest central one whose shape is allowed is taken. Defaults and procedure: torchvision's
/// `RandomResizedCrop`, after Szegedy et al., "Going deeper with convolutions", 2015.
public struct RandomResizedCrop: Augmentation {
  /// The number of columns of the result.
  package let width: Int
  /// The number of rows of the result.
  package let height: Int
  /// The bounds of the rectangle's area, as a fraction of the image's.
  package let scale: ClosedRange<Double>
  /// The bounds of the rectangle's width divided by its height.
  package let ratio: ClosedRange<Double>
  /// How samples are computed.
  package let filter: ResizeFilter

  /// Creates a crop.
  ///
  /// - Parameters:
  ///   - width: The number of columns of the result, at least 1.
  ///   - height: The number of rows of the result, at least 1.
  ///   - scale: The bounds of the rectangle's area, as a fraction of the image's, above 0 and at
  ///     most 1.
  ///   - ratio: The bounds of the rectangle's width divided by its height, above 0.
  ///   - filter: How samples are computed.
  package init(
    width: Int, height: Int, scale: ClosedRange<Double> = 0.08...1,
    ratio: ClosedRange<Double> = 0.75...4 / 3, filter: ResizeFilter = .bilinear
  ) {
    check(width > 0 && height > 0, "RandomResizedCrop: the size \(height) x \(width) is empty")
    check(scale.lowerBound > 0 && scale.upperBound <= 1, "RandomResizedCrop: scale \(scale)")
    check(
      ratio.lowerBound > 0 && ratio.upperBound.isFinite, "RandomResizedCrop: ratio \(ratio)")
    self.width = width
    self.height = height
    self.scale = scale
    self.ratio = ratio
    self.filter = filter
  }

  /// Cuts and resizes the image; draws at most 22 numbers.
  public func apply(to image: inout PixelImage, using random: inout RandomStream) {
    let box = rectangle(width: image.width, height: image.height, using: &random)
    image = image.cropped(x: box.x, y: box.y, width: box.width, height: box.height)
      .resized(width: width, height: height, filter: filter)
  }

  private func rectangle(
    width: Int, height: Int, using random: inout RandomStream
  ) -> (x: Int, y: Int, width: Int, height: Int) {
    func whole(_ value: Double) -> Int { Int(value.rounded(.toNearestOrEven)) }
    func between(_ low: Double, _ high: Double) -> Double {
      low + (high - low) * Double(random.uniform())
    }
    let area = Double(width * height)
    for _ in 0..<10 {
      let target = area * between(scale.lowerBound, scale.upperBound)
      let aspect = exp(between(log(ratio.lowerBound), log(ratio.upperBound)))
      let columns = whole((target * aspect).squareRoot())
      let rows = whole((target / aspect).squareRoot())
      if columns >= 1 && columns <= width && rows >= 1 && rows <= height {
        let y = random.integer(below: height - rows + 1)
        let x = random.integer(below: width - columns + 1)
        return (x, y, columns, rows)
      }
    }
    let shape = Double(width) / Double(height)
    var columns = width
    var rows = height
    if shape < ratio.lowerBound {
      rows = min(max(whole(Double(width) / ratio.lowerBound), 1), height)
    } else if shape > ratio.upperBound {
      columns = min(max(whole(Double(height) * ratio.upperBound), 1), width)
    }
    return ((width - columns) / 2, (height - rows) / 2, columns, rows)
  }
}

extension PixelImage {
  /// Returns a rectangle of the image.
  ///
  /// - Parameters:
  ///   - x: The first column.
  ///   - y: The first row.
  ///   - width: The number of columns, at least 1; the rectangle must lie within the image.
  ///   - height: The number of rows, at least 1; the rectangle must lie within the image.
  /// - Returns: An image of that size with as many channels.
  package func cropped(x: Int, y: Int, width: Int, height: Int) -> PixelImage {
    check(
      x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= self.width
        && y + height <= self.height,
      "cropped: \(height) x \(width) at row \(y), column \(x) of \(self.height) x \(self.width)")
    let length = width * channels
    let result = [UInt8](unsafeUninitializedCapacity: length * height) { target, filled in
      pixels.withUnsafeBufferPointer { source in
        for row in 0..<height {
          let start = ((y + row) * self.width + x) * channels
          _ = target[row * length..<(row + 1) * length]
            .initialize(fromContentsOf: source[start..<start + length])
        }
      }
      filled = length * height
    }
    return PixelImage(width: width, height: height, channels: channels, pixels: result)
  }
}
