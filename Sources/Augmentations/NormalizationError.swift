/// Why a normalization cannot be made of numbers or images.
public enum NormalizationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// There must be one mean, or three, and as many deviations.
  case channelCounts(mean: Int, deviation: Int)
  /// Means must be finite, deviations finite and above zero.
  case unusable(Double)
  /// There was nothing to measure.
  case noSamples
  /// The images differ in their number of channels.
  case mixedChannels(Int, Int)
  /// The number of samples is not a multiple of the number of channels.
  case partialPixel(samples: Int, channels: Int)

  /// What was expected and what was found.
  public var description: String {
    switch self {
    case .channelCounts(let mean, let deviation):
      "expected one mean or three and as many deviations, found \(mean) and \(deviation)"
    case .unusable(let value):
      "expected finite means and finite deviations above zero, found \(value)"
    case .noSamples:
      "expected at least one image to measure means and deviations of, found none"
    case .mixedChannels(let first, let second):
      "expected images of \(first) channels, found one of \(second)"
    case .partialPixel(let samples, let channels):
      "expected a multiple of \(channels) samples, found \(samples)"
    }
  }
}
