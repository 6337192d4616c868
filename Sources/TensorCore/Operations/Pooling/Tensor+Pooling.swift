extension Tensor {
  /// Returns the mean of every channel over an image's pixels.
  ///
  /// - Returns: `[N, C]` from `[N, H, W, C]`.
  public func globalAveragePool() -> Tensor {
    check(shape.rank == 4, "globalAveragePool() needs images, not \(shape)")
    let (images, pixels, channels) = (shape[0], shape[1] * shape[2], shape[3])
    let original = shape
    let input = detached()
    let result = Tensor.zeros([images, channels])
    let factor = 1 / Float(pixels)
    Parallel.forEachRange(of: images, grain: max(1, 65_536 / max(1, pixels * channels))) { range in
      for image in range {
        let sums = result.pointer + image * channels
        for pixel in 0..<pixels {
          let values = input.pointer + (image * pixels + pixel) * channels
          for channel in 0..<channels { sums[channel] += values[channel] }
        }
        for channel in 0..<channels { sums[channel] *= factor }
      }
    }
    return result.recording([self]) { upstream, _ in
      let gradient = Tensor(uninitialized: original)
      Parallel.forEachRange(of: images, grain: max(1, 65_536 / max(1, pixels * channels))) {
        range in
        for image in range {
          let means = upstream.pointer + image * channels
          for pixel in 0..<pixels {
            let values = gradient.pointer + (image * pixels + pixel) * channels
            for channel in 0..<channels { values[channel] = means[channel] * factor }
          }
        }
      }
      return [gradient]
    }
  }

  /// Returns the largest value of every window; of equal ones the first gets the gradient.
  ///
  /// - Parameters:
  ///   - kernel: The side of the window.
  ///   - stride: The distance between windows.
  ///   - padding: The rows and columns around the image that no window counts.
  /// - Returns: `[N, H', W', C]`.
  public func maxPool(kernel: Int, stride: Int, padding: Int = 0) -> Tensor {
    let pool = Pool(shape, kernel: kernel, stride: stride, padding: padding)
    let input = detached()
    let result = Tensor(uninitialized: pool.result)
    let channels = shape[3]
    let maxima = UnsafeSendable(
      UnsafeMutablePointer<Int32>.allocate(capacity: result.elementCount))
    let owner = IndexOwner(maxima.value)
    pool.forEachWindow { window, pixels in
      for channel in 0..<channels {
        var best = -Float.infinity
        var position = -1
        for pixel in pixels {
          let value = input.pointer[pixel * channels + channel]
          if value > best || value.isNaN || position < 0 {
            best = value
            position = pixel * channels + channel
          }
        }
        result.pointer[window * channels + channel] = best
        maxima.value[window * channels + channel] = Int32(position)
      }
    }
    let original = shape
    return result.recording([self]) { upstream, _ in
      let gradient = Tensor.zeros(original)
      for index in 0..<upstream.elementCount {
        gradient.pointer[Int(owner.maxima[index])] += upstream.pointer[index]
      }
      return [gradient]
    }
  }

  /// Returns the mean of every window; pixels of the padding count as zeros.
  ///
  /// - Parameters:
  ///   - kernel: The side of the window.
  ///   - stride: The distance between windows.
  ///   - padding: The rows and columns of zeros around the image.
  /// - Returns: `[N, H', W', C]`.
  public func averagePool(kernel: Int, stride: Int, padding: Int = 0) -> Tensor {
    let pool = Pool(shape, kernel: kernel, stride: stride, padding: padding)
    let input = detached()
    let result = Tensor(uninitialized: pool.result)
    let channels = shape[3]
    let factor = 1 / Float(kernel * kernel)
    pool.forEachWindow { window, pixels in
      for channel in 0..<channels {
        var sum: Float = 0
        for pixel in pixels { sum += input.pointer[pixel * channels + channel] }
        result.pointer[window * channels + channel] = sum * factor
      }
    }
    let original = shape
    return result.recording([self]) { upstream, _ in
      let gradient = Tensor.zeros(original)
      pool.forEachWindow { window, pixels in
        for pixel in pixels {
          for channel in 0..<channels {
            gradient.pointer[pixel * channels + channel] +=
              upstream.pointer[window * channels + channel] * factor
          }
        }
      }
      return [gradient]
    }
  }
}

/// Frees the indices of a maximum pool when the tape lets go of them.
private final class IndexOwner: @unchecked Sendable {
  let maxima: UnsafeMutablePointer<Int32>

  init(_ maxima: UnsafeMutablePointer<Int32>) { self.maxima = maxima }

  deinit { maxima.deallocate() }
}

/// The windows of a pool.
private struct Pool: Sendable {
  let shape: Shape
  let result: Shape
  let kernel: Int
  let stride: Int
  let padding: Int

  init(_ shape: Shape, kernel: Int, stride: Int, padding: Int) {
    check(
      shape.rank == 4 && kernel > 0 && stride > 0 && padding >= 0 && padding * 2 <= kernel,
      "a pool of \(shape) with kernel \(kernel), stride \(stride), padding \(padding)")
    self.shape = shape
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    result = [
      shape[0], (shape[1] + 2 * padding - kernel) / stride + 1,
      (shape[2] + 2 * padding - kernel) / stride + 1, shape[3],
    ]
  }

  /// Calls a closure with every window's number and the pixels that it covers.
  ///
  /// Images go to different threads, windows of one image to the same, so that a closure may add
  /// to the pixels of its image.
  func forEachWindow(_ body: @Sendable (_ window: Int, _ pixels: [Int]) -> Void) {
    let work = max(1, result[1] * result[2] * result[3] * kernel * kernel)
    Parallel.forEachRange(of: shape[0], grain: max(1, 65_536 / work)) { images in
      var pixels: [Int] = []
      pixels.reserveCapacity(kernel * kernel)
      for image in images {
        for row in 0..<result[1] {
          for column in 0..<result[2] {
            pixels.removeAll(keepingCapacity: true)
            for y in max(0, row * stride - padding)..<min(shape[1], row * stride - padding + kernel)
            {
              for x in max(
                0, column * stride - padding)..<min(
                  shape[2], column * stride - padding + kernel)
              {
                pixels.append((image * shape[1] + y) * shape[2] + x)
              }
            }
            body((image * result[1] + row) * result[2] + column, pixels)
          }
        }
      }
    }
  }
}
