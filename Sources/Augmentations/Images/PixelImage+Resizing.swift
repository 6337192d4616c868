import TensorCore

extension PixelImage {
  /// Returns the image in another size, byte for byte as Pillow's `Image.resize` gives it.
  ///
  /// First the rows are resampled, then the columns; the other way round where the image loses more
  /// than twice as many rows as columns, as Pillow does from release 13 on. Sums are in fixed point
  /// with 22 fraction bits, and each pass rounds to the nearest. The image itself comes back where
  /// the size is the same.
  ///
  /// - Parameters:
  ///   - width: The number of columns of the result, at least 1.
  ///   - height: The number of rows of the result, at least 1.
  ///   - filter: How samples are computed.
  /// - Returns: An image of that size with as many channels.
  package func resized(
    width: Int, height: Int, filter: ResizeFilter = .bilinear
  ) -> PixelImage {
    check(width > 0 && height > 0, "resized: the size \(height) x \(width) is empty")
    if width == self.width && height == self.height { return self }
    if filter == .nearest {
      let map = AffineMap(
        scaleX: Double(self.width) / Double(width), scaleY: Double(self.height) / Double(height))
      return transformed(by: map, width: width, height: height)
    }
    if self.height - height > 2 * max(self.width - width, 0) {
      return resampledColumns(to: height, filter).resampledRows(to: width, filter)
    }
    return resampledRows(to: width, filter).resampledColumns(to: height, filter)
  }

  private func resampledRows(to newWidth: Int, _ filter: ResizeFilter) -> PixelImage {
    if newWidth == width { return self }
    let axis = ResampleWeights(from: width, to: newWidth, filter: filter)
    let count = newWidth * height * channels
    let result = [UInt8](unsafeUninitializedCapacity: count) { target, filled in
      pixels.withUnsafeBufferPointer { source in
        axis.weights.withUnsafeBufferPointer { weights in
          var offset = 0
          for row in 0..<height {
            for column in 0..<newWidth {
              let start = (row * width + axis.starts[column]) * channels
              let taps = axis.counts[column]
              let first = column * axis.taps
              for channel in 0..<channels {
                var sum = ResampleWeights.half
                var from = start + channel
                for tap in first..<first + taps {
                  sum &+= Int32(source[from]) &* weights[tap]
                  from &+= channels
                }
                target[offset] = ResampleWeights.sample(sum)
                offset &+= 1
              }
            }
          }
        }
      }
      filled = count
    }
    return PixelImage(width: newWidth, height: height, channels: channels, pixels: result)
  }

  private func resampledColumns(to newHeight: Int, _ filter: ResizeFilter) -> PixelImage {
    if newHeight == height { return self }
    let axis = ResampleWeights(from: height, to: newHeight, filter: filter)
    let stride = width * channels
    let count = newHeight * stride
    let result = [UInt8](unsafeUninitializedCapacity: count) { target, filled in
      pixels.withUnsafeBufferPointer { source in
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: stride) { sums in
          for row in 0..<newHeight {
            sums.initialize(repeating: ResampleWeights.half)
            for tap in 0..<axis.counts[row] {
              let weight = axis.weights[row * axis.taps + tap]
              let from = (axis.starts[row] + tap) * stride
              for index in 0..<stride { sums[index] &+= Int32(source[from + index]) &* weight }
            }
            for index in 0..<stride {
              target[row * stride + index] = ResampleWeights.sample(sums[index])
            }
          }
        }
      }
      filled = count
    }
    return PixelImage(width: width, height: newHeight, channels: channels, pixels: result)
  }
}
