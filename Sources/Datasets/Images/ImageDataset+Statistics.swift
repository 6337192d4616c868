package import Augmentations
import TensorCore

extension ImageDataset {
  /// Returns the mean and the deviation of every channel over all images, with 1 for white.
  ///
  /// The deviation is that of the population: the root of the mean squared difference from the
  /// mean. The sums are whole numbers, so the result does not depend on any order.
  ///
  /// - Returns: One number a channel each; zeros if there are no images.
  /// - Throws: An error of the storage.
  package func channelStatistics() throws -> (mean: [Double], deviation: [Double]) {
    guard count > 0 else {
      let zeros = [Double](repeating: 0, count: channels)
      return (zeros, zeros)
    }
    let grain = 256
    let parts = try concurrentMap(count: (count + grain - 1) / grain) { part in
      try sums(over: part * grain..<min(count, (part + 1) * grain))
    }
    var total = [UInt64](repeating: 0, count: 6)
    for part in parts {
      for (place, value) in part.enumerated() { total[place] += value }
    }
    let samples = Double(count * width * height)
    var mean: [Double] = []
    var deviation: [Double] = []
    for channel in 0..<channels {
      let average = Double(total[channel]) / samples
      let variance = Double(total[3 + channel]) / samples - average * average
      mean.append(average / 255)
      deviation.append(max(0, variance).squareRoot() / 255)
    }
    return (mean, deviation)
  }

  /// Returns the normalization that gives every channel mean 0 and deviation 1 over all images.
  ///
  /// A channel that has one value everywhere is divided by 1.
  ///
  /// - Returns: The normalization.
  /// - Throws: An error of the storage.
  package func measuredNormalization() throws -> Normalization {
    let statistics = try channelStatistics()
    return try Normalization(
      mean: statistics.mean, deviation: statistics.deviation.map { $0 > 0 ? $0 : 1 })
  }

  /// The sums of the samples of three channels, then the sums of their squares.
  private func sums(over range: Range<Int>) throws -> [UInt64] {
    var sums = [UInt64](repeating: 0, count: 6)
    var image = PixelImage(width: width, height: height, channels: channels)
    let channels = channels
    for index in range {
      try readImage(at: index, into: &image)
      image.pixels.withUnsafeBufferPointer { pixels in
        for channel in 0..<channels {
          var (sum, squares) = (UInt64(0), UInt64(0))
          for place in stride(from: channel, to: pixels.count, by: channels) {
            let value = UInt64(pixels[place])
            sum &+= value
            squares &+= value &* value
          }
          sums[channel] += sum
          sums[3 + channel] += squares
        }
      }
    }
    return sums
  }
}
