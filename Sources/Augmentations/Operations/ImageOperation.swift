import TensorCore

/// A pure operation on an image that one number controls.
///
/// The fourteen operations of RandAugment (Cubuk, Zoph, Shlens and Le, 2020) and `invert`. Each
/// gives byte for byte what Pillow 13 gives for the call in its description. Every operation keeps
/// the size and the number of channels, and works on every size from 1 by 1 up.
///
/// The raw value is the name by which configurations and reports address the operation.
public enum ImageOperation: String, CaseIterable, Sendable, Hashable, Codable {
  /// Stretches every channel so that its darkest sample is 0 and its lightest 255.
  ///
  /// A channel of one value stays as it is. The magnitude has no effect.
  case autoContrast
  /// Scales the samples: 0 is black, 1 the image, more is lighter.
  case brightness
  /// Blends with the image's grey version: 0 is grey, 1 the image, more is more colourful.
  ///
  /// A grey image stays as it is.
  case color
  /// Blends with the mean grey value: 0 is flat grey, 1 the image, more is more contrast.
  case contrast
  /// Spreads every channel so that its histogram is as even as its values allow.
  ///
  /// The magnitude has no effect.
  case equalize
  /// Leaves the image as it is. The magnitude has no effect.
  case identity
  /// Replaces every sample `x` with `255 - x`. The magnitude has no effect.
  case invert
  /// Keeps the highest bits of every sample: the magnitude is their number, a whole number
  /// (fractions are dropped) that is brought into 1 ... 8.
  case posterize
  /// Turns the image about its centre: the magnitude is the angle in degrees, counterclockwise.
  case rotate
  /// Blends with a smoothed image: 0 is smooth, 1 the image, more is sharper.
  ///
  /// The outermost rows and columns stay as they are, and so does an image of fewer than three rows
  /// or columns.
  case sharpness
  /// Moves every row to the left by the magnitude times its distance from the upper border.
  case shearX
  /// Moves every column up by the magnitude times its distance from the left border.
  case shearY
  /// Inverts the samples that are at least the magnitude.
  case solarize
  /// Moves the image to the left by the magnitude, in pixels.
  case translateX
  /// Moves the image up by the magnitude, in pixels.
  case translateY

  /// Changes an image in place.
  ///
  /// The geometric operations take the nearest sample, and black where there is none.
  ///
  /// - Parameters:
  ///   - magnitude: A finite number; its meaning and unit are in the description of the operation.
  ///   - image: The image to change.
  package func apply(magnitude: Double, to image: inout PixelImage) {
    check(magnitude.isFinite, "ImageOperation.\(rawValue): the magnitude is \(magnitude)")
    switch self {
    case .autoContrast: image.stretchContrast()
    case .brightness: image.scaleBrightness(by: Float(magnitude))
    case .color: image.blendWithGrey(factor: Float(magnitude))
    case .contrast: image.blendWithMean(factor: Float(magnitude))
    case .equalize: image.equalize()
    case .identity: break
    case .invert: image.mapSamples { 255 - $0 }
    case .posterize:
      let bits = Int(min(max(magnitude, 1), 8))
      let mask = UInt8(truncatingIfNeeded: 0xFF00 >> bits)
      image.mapSamples { $0 & mask }
    case .rotate:
      if let map = AffineMap.rotation(
        degrees: magnitude, width: image.width, height: image.height)
      {
        image.transform(by: map)
      }
    case .sharpness: image.blendWithSmoothed(factor: Float(magnitude))
    case .shearX: image.transform(by: AffineMap(xFromY: magnitude))
    case .shearY: image.transform(by: AffineMap(yFromX: magnitude))
    case .solarize: image.mapSamples { Double($0) < magnitude ? $0 : 255 - $0 }
    case .translateX: image.transform(by: AffineMap(x: magnitude))
    case .translateY: image.transform(by: AffineMap(y: magnitude))
    }
  }

  /// Returns the changed image.
  ///
  /// - Parameters:
  ///   - image: The image, which stays as it is.
  ///   - magnitude: A finite number; its meaning and unit are in the description of the operation.
  /// - Returns: An image of the same size and number of channels.
  public func callAsFunction(_ image: PixelImage, magnitude: Double) -> PixelImage {
    var result = image
    apply(magnitude: magnitude, to: &result)
    return result
  }
}
