import TensorCore

/// Blends two samples as Pillow's `Image.blend` does.
///
/// The result is `degenerate + factor * (value - degenerate)` in single precision, brought into 0
/// ... 255 and truncated. The truncation is written without a conversion that could trap, so that
/// loops vectorize: adding 2 to the power 23 rounds to the nearest whole number, which is one too
/// many or right.
@inline(__always)
private func blended(_ degenerate: Float, _ value: Float, _ factor: Float) -> UInt8 {
  let blended = min(max(degenerate + factor * (value - degenerate), 0), 255)
  let rounded = blended + 0x1p23
  let excess: UInt32 = rounded - 0x1p23 > blended ? 1 : 0
  return UInt8(truncatingIfNeeded: rounded.bitPattern &- excess)
}

/// Returns the luma of a pixel (ITU-R 601-2) in 16-bit fixed point, as Pillow's `convert("L")`
/// does.
@inline(__always)
private func luma(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt32 {
  (UInt32(red) &* 19_595 &+ UInt32(green) &* 38_470 &+ UInt32(blue) &* 7_471 &+ 0x8000) >> 16
}

extension PixelImage {
  /// Pillow's `ImageEnhance.Brightness(image).enhance(factor)`.
  mutating func scaleBrightness(by factor: Float) {
    mapSamples { blended(0, Float($0), factor) }
  }

  /// Pillow's `ImageEnhance.Contrast(image).enhance(factor)`.
  mutating func blendWithMean(factor: Float) {
    var sum = 0
    pixels.withUnsafeBufferPointer { samples in
      if channels == 1 {
        for sample in samples { sum &+= Int(sample) }
      } else {
        var index = 0
        while index < samples.count {
          sum &+= Int(luma(samples[index], samples[index + 1], samples[index + 2]))
          index += 3
        }
      }
    }
    let mean = (Double(sum) / Double(width * height) + 0.5).rounded(.down)
    mapSamples { blended(Float(mean), Float($0), factor) }
  }

  /// Pillow's `ImageEnhance.Color(image).enhance(factor)`.
  mutating func blendWithGrey(factor: Float) {
    guard channels == 3 else { return }
    blend(factor: factor) { samples, grey in
      var index = 0
      while index < samples.count {
        let value = UInt8(
          truncatingIfNeeded: luma(samples[index], samples[index + 1], samples[index + 2]))
        grey[index] = value
        grey[index + 1] = value
        grey[index + 2] = value
        index += 3
      }
    }
  }

  /// Pillow's `ImageEnhance.Sharpness(image).enhance(factor)`.
  ///
  /// The smoothed sample is `(8 neighbours + 5 * itself) / 13`, rounded to the nearest. With `s`
  /// for the weighted sum that is the quotient of `2 s + 13` by 26, and since `2 s + 13` is odd it
  /// is never so close to a whole number that Pillow's floating-point sum could fall on its other
  /// side.
  mutating func blendWithSmoothed(factor: Float) {
    guard width >= 3 && height >= 3 else { return }
    let channels = channels
    let height = height
    let stride = width * channels
    blend(factor: factor) { samples, smoothed in
      _ = smoothed.initialize(from: samples)
      withUnsafeTemporaryAllocation(of: UInt16.self, capacity: stride) { sums in
        for row in 1..<height - 1 {
          let start = row * stride
          let above = UnsafeBufferPointer(rebasing: samples[start - stride..<start])
          let middle = UnsafeBufferPointer(rebasing: samples[start..<start + stride])
          let below = UnsafeBufferPointer(rebasing: samples[start + stride..<start + 2 * stride])
          for index in 0..<stride {
            sums[index] = UInt16(above[index]) &+ UInt16(middle[index]) &+ UInt16(below[index])
          }
          let target = UnsafeMutableBufferPointer(rebasing: smoothed[start..<start + stride])
          for index in channels..<stride - channels {
            let sum =
              sums[index &- channels] &+ sums[index] &+ sums[index &+ channels]
              &+ 4 &* UInt16(middle[index])
            target[index] = UInt8(truncatingIfNeeded: (2 &* sum &+ 13) / 26)
          }
        }
      }
    }
  }

  /// Pillow's `Image.blend(image, other, factor)`; the other image has the same size and channels.
  mutating func blend(with other: PixelImage, factor: Float) {
    pixels.withUnsafeMutableBufferPointer { samples in
      other.pixels.withUnsafeBufferPointer { others in
        for index in samples.indices {
          samples[index] = blended(Float(samples[index]), Float(others[index]), factor)
        }
      }
    }
  }

  /// Blends with another image, which a function makes from the samples.
  private mutating func blend(
    factor: Float,
    with makeDegenerate: (UnsafeBufferPointer<UInt8>, UnsafeMutableBufferPointer<UInt8>) -> Void
  ) {
    pixels.withUnsafeMutableBufferPointer { samples in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: samples.count) { degenerate in
        makeDegenerate(UnsafeBufferPointer(samples), degenerate)
        for index in samples.indices {
          samples[index] = blended(
            Float(degenerate[index]), Float(samples[index]), factor)
        }
      }
    }
  }
}
