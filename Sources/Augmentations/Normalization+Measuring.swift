extension Normalization {
  /// Measures the means and deviations of images.
  ///
  /// Samples are counted by value first, so that the result does not depend on the order of the
  /// images, to the last bit. The deviation is that of the population; a channel of one value gets
  /// the deviation 1, and so becomes zero.
  ///
  /// - Parameter images: The images, all of the same number of channels.
  /// - Returns: The normalization under which their samples have mean 0 and deviation 1.
  /// - Throws: `NormalizationError` if there is no image, or if they differ in channels.
  public static func measured(
    over images: some Sequence<PixelImage>
  ) throws(NormalizationError) -> Normalization {
    var histogram: SampleHistogram?
    for image in images {
      if let channels = histogram?.channels, channels != image.channels {
        throw .mixedChannels(channels, image.channels)
      }
      if histogram == nil { histogram = SampleHistogram(channels: image.channels) }
      image.pixels.withUnsafeBufferPointer { samples in
        histogram?.add(samples)
      }
    }
    guard let histogram else { throw .noSamples }
    return try histogram.normalization()
  }

  /// Measures the means and deviations of images that lie one after the other in memory.
  ///
  /// - Parameters:
  ///   - samples: The samples, channels innermost; as many as are a multiple of the channels.
  ///   - channels: The number of channels, 1 or 3.
  /// - Returns: The normalization under which the samples have mean 0 and deviation 1; see
  ///   `measured(over:)`.
  /// - Throws: `NormalizationError` if there is no sample, or if the numbers do not fit.
  public static func measured(
    over samples: UnsafeBufferPointer<UInt8>, channels: Int
  ) throws(NormalizationError) -> Normalization {
    guard channels == 1 || channels == 3 else {
      throw .channelCounts(mean: channels, deviation: channels)
    }
    guard samples.count.isMultiple(of: channels) else {
      throw .partialPixel(samples: samples.count, channels: channels)
    }
    var histogram = SampleHistogram(channels: channels)
    histogram.add(samples)
    return try histogram.normalization()
  }
}

/// How often each value occurs in each channel.
private struct SampleHistogram {
  let channels: Int
  private var counts: [Int]

  init(channels: Int) {
    self.channels = channels
    counts = [Int](repeating: 0, count: 256 * channels)
  }

  mutating func add(_ samples: UnsafeBufferPointer<UInt8>) {
    let channels = channels
    counts.withUnsafeMutableBufferPointer { counts in
      var start = 0
      while start < samples.count {
        for channel in 0..<channels {
          counts[channel << 8 | Int(samples[start + channel])] += 1
        }
        start += channels
      }
    }
  }

  func normalization() throws(NormalizationError) -> Normalization {
    var means: [Double] = []
    var deviations: [Double] = []
    for channel in 0..<channels {
      let row = counts[channel << 8..<(channel + 1) << 8]
      let total = row.reduce(0, +)
      if total == 0 { throw .noSamples }
      let sum = zip(row, 0...255).reduce(0) { $0 + $1.0 * $1.1 }
      let mean = Double(sum) / Double(total)
      let squares = zip(row, 0...255).reduce(0.0) { partial, entry in
        let distance = Double(entry.1) - mean
        return partial + Double(entry.0) * distance * distance
      }
      let deviation = (squares / Double(total)).squareRoot() / 255
      means.append(mean / 255)
      deviations.append(deviation == 0 ? 1 : deviation)
    }
    return try Normalization(mean: means, deviation: deviations)
  }
}
