import Foundation

/// How the samples of a resized image are computed from those of the image.
///
/// All filters but `nearest` widen with the scale when an image becomes smaller, so that every
/// source sample counts. The raw value is the name in configurations.
public enum ResizeFilter: String, CaseIterable, Sendable, Hashable, Codable {
  /// The sample whose pixel holds the centre of the result's pixel.
  case nearest
  /// The mean of the samples under the result's pixel.
  case box
  /// Weights that fall off linearly: `1 - |t|` up to 1.
  case bilinear
  /// Hamming's window over a sinc, up to 1.
  case hamming
  /// Keys's cubic convolution with a = -0.5, up to 2.
  case bicubic
  /// Lanczos's window over a sinc, up to 3.
  case lanczos

  /// The distance from the centre, in samples, beyond which weights vanish.
  var support: Double {
    switch self {
    case .nearest, .box: 0.5
    case .bilinear, .hamming: 1
    case .bicubic: 2
    case .lanczos: 3
    }
  }

  /// The weight of a sample at a signed distance from the centre.
  func weight(at distance: Double) -> Double {
    let t = abs(distance)
    switch self {
    case .nearest, .box:
      return distance > -0.5 && distance <= 0.5 ? 1 : 0
    case .bilinear:
      return t < 1 ? 1 - t : 0
    case .hamming:
      if t == 0 { return 1 }
      if t >= 1 { return 0 }
      // Pillow has these two numbers in single precision.
      return sinc(t) * (Double(Float(0.54)) + Double(Float(0.46)) * cos(t * Double.pi))
    case .bicubic:
      if t < 1 { return (1.5 * t - 2.5) * t * t + 1 }
      if t < 2 { return (((t - 5) * t + 8) * t - 4) * -0.5 }
      return 0
    case .lanczos:
      return distance >= -3 && distance < 3 ? sinc(distance) * sinc(distance / 3) : 0
    }
  }

  private func sinc(_ distance: Double) -> Double {
    if distance == 0 { return 1 }
    let angle = distance * Double.pi
    return sin(angle) / angle
  }
}
