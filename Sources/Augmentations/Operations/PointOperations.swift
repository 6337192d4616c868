extension PixelImage {
  /// Replaces every sample by what a function makes of it; the function runs once per value.
  @inline(__always)
  mutating func mapSamples(_ function: (UInt8) -> UInt8) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { table in
      for value in 0...255 { table[value] = function(UInt8(truncatingIfNeeded: value)) }
      pixels.withUnsafeMutableBufferPointer { samples in
        for index in samples.indices { samples[index] = table[Int(samples[index])] }
      }
    }
  }

  /// Replaces every sample by its entry in a table that is made from its channel's histogram.
  ///
  /// - Parameter makeTable: Fills a table of 256 entries, which holds the identity, from the number
  ///   of samples of each of the 256 values.
  @inline(__always)
  private mutating func mapChannels(
    _ makeTable: (UnsafeBufferPointer<Int>, UnsafeMutableBufferPointer<UInt8>) -> Void
  ) {
    let channels = channels
    pixels.withUnsafeMutableBufferPointer { samples in
      withUnsafeTemporaryAllocation(of: Int.self, capacity: 256 * channels) { counts in
        counts.initialize(repeating: 0)
        var start = 0
        while start < samples.count {
          for channel in 0..<channels {
            counts[channel << 8 | Int(samples[start + channel])] += 1
          }
          start += channels
        }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256 * channels) { tables in
          for channel in 0..<channels {
            let range = channel << 8..<(channel + 1) << 8
            for value in 0...255 {
              tables[channel << 8 | value] = UInt8(truncatingIfNeeded: value)
            }
            makeTable(
              UnsafeBufferPointer(rebasing: counts[range]),
              UnsafeMutableBufferPointer(rebasing: tables[range]))
          }
          start = 0
          while start < samples.count {
            for channel in 0..<channels {
              samples[start + channel] = tables[channel << 8 | Int(samples[start + channel])]
            }
            start += channels
          }
        }
      }
    }
  }

  /// Pillow's `ImageOps.autocontrast(image)`.
  mutating func stretchContrast() {
    mapChannels { counts, table in
      guard let low = counts.firstIndex(where: { $0 > 0 }),
        let high = counts.lastIndex(where: { $0 > 0 }), low < high
      else { return }
      let scale = 255 / Double(high - low)
      let offset = -Double(low) * scale
      for value in 0...255 {
        table[value] = UInt8(min(max(Double(value) * scale + offset, 0), 255))
      }
    }
  }

  /// Pillow's `ImageOps.equalize(image)`.
  mutating func equalize() {
    let total = width * height
    mapChannels { counts, table in
      guard let high = counts.lastIndex(where: { $0 > 0 }) else { return }
      let step = (total - counts[high]) / 255
      if step == 0 { return }
      var sum = step / 2
      for value in 0...255 {
        table[value] = UInt8(truncatingIfNeeded: min(sum / step, 255))
        sum += counts[value]
      }
    }
  }
}
