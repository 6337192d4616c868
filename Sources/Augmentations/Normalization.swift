import Foundation
import TensorCore

/// The affine map from 8-bit samples to the inputs of a network.
///
/// A sample `x` of channel `c` becomes `(x / 255 - mean[c]) / deviation[c]`, computed in double
/// precision and rounded to single. One mean and deviation serve images of any number of channels.
public struct Normalization: Sendable, Hashable {
  /// The mean of each channel, in the unit in which 255 is one.
  public let mean: [Double]
  /// The standard deviation of each channel, in the same unit.
  package let deviation: [Double]
  /// The result for every sample value, `[channels, 256]`.
  private let table: [Float]

  /// Creates a normalization.
  ///
  /// - Parameters:
  ///   - mean: The mean of each channel: one for all channels, or three.
  ///   - deviation: The standard deviation of each channel, above zero; as many as means.
  /// - Throws: `NormalizationError` if the numbers cannot be used.
  public init(mean: [Double], deviation: [Double]) throws(NormalizationError) {
    guard mean.count == 1 || mean.count == 3, deviation.count == mean.count else {
      throw .channelCounts(mean: mean.count, deviation: deviation.count)
    }
    for value in mean where !value.isFinite { throw .unusable(value) }
    for value in deviation where !(value.isFinite && value > 0) { throw .unusable(value) }
    self.init(checkedMean: mean, deviation: deviation)
  }

  private init(checkedMean mean: [Double], deviation: [Double]) {
    self.mean = mean
    self.deviation = deviation
    table = zip(mean, deviation).flatMap { mean, deviation in
      (0...255).map { Float((Double($0) / 255 - mean) / deviation) }
    }
  }

  /// Divides samples by 255 and does nothing else.
  public static let none = Normalization(checkedMean: [0], deviation: [1])

  /// The means and deviations of ImageNet's colour images, as torchvision gives them.
  public static let imageNet = Normalization(
    checkedMean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225])

  /// Returns whether images of a number of channels can be normalized.
  ///
  /// - Parameter channels: The number of channels.
  /// - Returns: Whether there is one mean for all channels, or one for each.
  package func accepts(channels: Int) -> Bool {
    mean.count == 1 || mean.count == channels
  }

  /// Writes an image's normalized samples.
  ///
  /// - Parameters:
  ///   - image: The image; see `accepts(channels:)`.
  ///   - target: Where the samples go, `[height, width, channels]`; as many as the image has.
  public func write(_ image: PixelImage, to target: UnsafeMutableBufferPointer<Float>) {
    check(
      accepts(channels: image.channels),
      "Normalization: \(mean.count) means for an image of \(image.channels) channels")
    check(
      target.count == image.pixels.count,
      "Normalization: room for \(target.count) samples, but the image has \(image.pixels.count)")
    image.pixels.withUnsafeBufferPointer { samples in
      table.withUnsafeBufferPointer { table in
        if mean.count == 1 {
          for index in samples.indices { target[index] = table[Int(samples[index])] }
        } else {
          var index = 0
          while index < samples.count {
            target[index] = table[Int(samples[index])]
            target[index + 1] = table[256 + Int(samples[index + 1])]
            target[index + 2] = table[512 + Int(samples[index + 2])]
            index += 3
          }
        }
      }
    }
  }

  /// Returns an image's normalized samples, `[height, width, channels]`.
  ///
  /// - Parameter image: The image; see `accepts(channels:)`.
  /// - Returns: As many numbers as the image has samples.
  public func callAsFunction(_ image: PixelImage) -> [Float] {
    let count = image.pixels.count
    return [Float](unsafeUninitializedCapacity: count) { target, filled in
      write(image, to: UnsafeMutableBufferPointer(rebasing: target[0..<count]))
      filled = count
    }
  }
}

extension Normalization: Codable {
  private enum CodingKeys: String, CodingKey {
    case mean
    case deviation
  }

  /// Reads `mean` and `deviation`; numbers that cannot be used are an error.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      mean: container.decode([Double].self, forKey: .mean),
      deviation: container.decode([Double].self, forKey: .deviation))
  }

  /// Writes `mean` and `deviation`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(mean, forKey: .mean)
    try container.encode(deviation, forKey: .deviation)
  }
}
