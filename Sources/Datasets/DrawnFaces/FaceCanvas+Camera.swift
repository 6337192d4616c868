import Augmentations
import TensorCore

/// What light and camera do to a finished drawing.
extension FaceCanvas {
  /// Lights the image: a gradient, a gain per channel, and contrast about middle grey.
  mutating func expose(_ scene: FaceScene) {
    let size = size
    let step = 1 / Float(size)
    let base = scene.gain * scene.contrast
    let shift = 0.5 * (1 - scene.contrast)
    pixels.withUnsafeMutableBufferPointer { pixels in
      for row in 0..<size {
        let down = 1 + ((Float(row) + 0.5) * step - 0.5) * scene.light.y
        for column in 0..<size {
          let light = down + ((Float(column) + 0.5) * step - 0.5) * scene.light.x
          pixels[row * size + column] = pixels[row * size + column] * (base * light) + shift
        }
      }
    }
  }

  /// Blurs the image by repeated filtering with three binomial weights along each axis.
  ///
  /// - Parameter variance: The variance along each axis, in pixels squared; the edge repeats.
  mutating func blur(variance: Float) {
    guard variance > 0 else { return }
    let passes = Int((variance * 2).rounded(.up))
    let side = 0.5 * variance / Float(passes)
    for _ in 0..<passes {
      filter(side, step: 1, lineStep: size)
      filter(side, step: size, lineStep: 1)
    }
  }

  private mutating func filter(_ side: Float, step: Int, lineStep: Int) {
    let size = size
    let middle = 1 - 2 * side
    pixels.withUnsafeMutableBufferPointer { pixels in
      for line in 0..<size {
        var index = line * lineStep
        var before = pixels[index]
        for position in 0..<size {
          let here = pixels[index]
          let after = position + 1 < size ? pixels[index + step] : here
          pixels[index] = here * middle + (before + after) * side
          before = here
          index += step
        }
      }
    }
  }

  /// Adds noise, rounds and returns the image.
  ///
  /// The noise of a sample is the sum of the four bytes of a random word, about its mean: nearly
  /// normal, and exact in integers.
  ///
  /// - Parameters:
  ///   - channels: 3, or 1 for the luma of BT.601.
  ///   - noise: The standard deviation, where 1 is the whole range of values.
  ///   - random: The stream of the noise.
  /// - Returns: The image of 8-bit samples.
  func developed(channels: Int, noise: Float, using random: inout RandomStream) -> PixelImage {
    // The variance of a byte is (256 * 256 - 1) / 12.
    let unit = 255 * noise / (Float(65_535) / 3).squareRoot()
    let samples = [UInt8](unsafeUninitializedCapacity: size * size * channels) { buffer, count in
      var next = 0
      pixels.withUnsafeBufferPointer { pixels in
        for color in pixels {
          let scaled =
            channels == 3
            ? color * 255
            : FaceColor(repeating: 255 * (0.299 * color.x + 0.587 * color.y + 0.114 * color.z))
          for channel in 0..<channels {
            let word = random.nextUInt32()
            let pairs = (word & 0x00FF_00FF) &+ ((word >> 8) & 0x00FF_00FF)
            let sum = Int32((pairs & 0xFFFF) &+ (pairs >> 16)) &- 510
            let value = scaled[channel] + Float(sum) * unit
            buffer[next] = UInt8(min(max(value + 0.5, 0), 255))
            next += 1
          }
        }
      }
      count = next
    }
    return PixelImage(width: size, height: size, channels: channels, pixels: samples)
  }
}
