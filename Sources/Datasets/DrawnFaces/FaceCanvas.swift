import TensorCore

/// A square image that shapes are painted on, one over the other.
///
/// Edges are anti-aliased by the exact area that a polygon covers of each pixel. Everything is
/// computed with IEEE addition, multiplication, division and square roots in a fixed order, so a
/// image has the same bytes on every machine.
struct FaceCanvas {
  /// The number of rows and of columns.
  let size: Int
  /// The colours, `[size, size]`.
  var pixels: [FaceColor]

  /// What each edge adds to the coverage from its pixel on; zero between two shapes.
  private var steps: [Float]
  /// The coverage of the shape that others are clipped by; zero where there is none.
  private var mask: [Float]

  /// Creates a black canvas.
  init(size: Int) {
    self.size = size
    pixels = Array(repeating: .zero, count: size * size)
    steps = Array(repeating: 0, count: size * (size + 2))
    mask = Array(repeating: 0, count: size * size)
  }

  /// Paints a polygon.
  ///
  /// - Parameters:
  ///   - polygon: The corners in pixels; the origin is the top left corner of the image.
  ///   - color: The colour.
  ///   - opacity: The opacity, in 0...1.
  ///   - isClipped: Whether only the part inside the mask is painted.
  mutating func fill(
    _ polygon: [SIMD2<Float>], _ color: FaceColor, opacity: Float = 1, isClipped: Bool = false
  ) {
    let size = size
    pixels.withUnsafeMutableBufferPointer { pixels in
      mask.withUnsafeMutableBufferPointer { mask in
        FaceCanvas.sweep(polygon, size: size, steps: &steps) { index, coverage in
          let share = isClipped ? coverage * opacity * mask[index] : coverage * opacity
          pixels[index] += (color - pixels[index]) * share
        }
      }
    }
  }

  /// Makes a polygon the mask, runs the body, and takes the mask away.
  mutating func clip(to polygon: [SIMD2<Float>], _ body: (inout FaceCanvas) -> Void) {
    let size = size
    mask.withUnsafeMutableBufferPointer { mask in
      FaceCanvas.sweep(polygon, size: size, steps: &steps) { mask[$0] = $1 }
    }
    body(&self)
    mask.withUnsafeMutableBufferPointer { mask in
      FaceCanvas.sweep(polygon, size: size, steps: &steps) { index, _ in mask[index] = 0 }
    }
  }

  /// Paints a spot whose opacity falls smoothly from its centre to nothing at its edge.
  ///
  /// - Parameters:
  ///   - centre: The centre in pixels.
  ///   - radius: The half-axes in pixels.
  ///   - color: The colour.
  ///   - opacity: The opacity at the centre.
  mutating func blob(
    centre: SIMD2<Float>, radius: SIMD2<Float>, _ color: FaceColor, opacity: Float
  ) {
    let low = centre - radius
    let high = centre + radius
    let rows = FaceCanvas.range(low.y, high.y, size)
    let columns = FaceCanvas.range(low.x, high.x, size)
    let size = size
    let inverse = 1 / radius
    pixels.withUnsafeMutableBufferPointer { pixels in
      for row in rows {
        let y = (Float(row) + 0.5 - centre.y) * inverse.y
        for column in columns {
          let x = (Float(column) + 0.5 - centre.x) * inverse.x
          let fall = max(0, 1 - x * x - y * y)
          let index = row * size + column
          pixels[index] += (color - pixels[index]) * (fall * fall * opacity)
        }
      }
    }
  }

  /// The whole numbers from `low` to `high` that are rows or columns of the image.
  private static func range(_ low: Float, _ high: Float, _ size: Int) -> Range<Int> {
    let limit = Float(size)
    let first = Int(min(max(low, 0), limit).rounded(.down))
    let end = Int(min(max(high, 0), limit).rounded(.up))
    return first..<max(first, end)
  }

  /// Calls the body with every pixel that a polygon touches and the share of it that is inside.
  ///
  /// Each edge adds, to the pixels it crosses, the height it spans times the share of the pixel
  /// to its right; the sum along a row is then the covered area.
  @inline(__always)
  private static func sweep(
    _ polygon: [SIMD2<Float>], size: Int, steps: inout [Float], _ body: (Int, Float) -> Void
  ) {
    guard var previous = polygon.last else { return }
    var low = previous
    var high = previous
    for point in polygon {
      low = pointwiseMin(low, point)
      high = pointwiseMax(high, point)
    }
    let rows = range(low.y, high.y, size)
    let columns = range(low.x, high.x, size)
    guard !rows.isEmpty, !columns.isEmpty else { return }

    steps.withUnsafeMutableBufferPointer { steps in
      for point in polygon {
        addEdge(from: previous, to: point, size: size, steps: steps)
        previous = point
      }
      for row in rows {
        var sum: Float = 0
        let start = row * (size + 2)
        for column in columns {
          sum += steps[start + column]
          steps[start + column] = 0
          let coverage = min(abs(sum), 1)
          if coverage > 1e-4 { body(row * size + column, coverage) }
        }
        steps[start + columns.upperBound] = 0
        steps[start + columns.upperBound + 1] = 0
      }
    }
  }

  @inline(__always)
  private static func addEdge(
    from first: SIMD2<Float>, to second: SIMD2<Float>, size: Int,
    steps: UnsafeMutableBufferPointer<Float>
  ) {
    guard first.y != second.y else { return }
    let sign: Float = first.y < second.y ? 1 : -1
    let top = first.y < second.y ? first : second
    let bottom = first.y < second.y ? second : first
    let slope = (bottom.x - top.x) / (bottom.y - top.y)
    // Kept between the edge's ends, or rounding could leave the columns that are swept.
    let lowest = min(max(min(top.x, bottom.x), 0), Float(size))
    let highest = min(max(max(top.x, bottom.x), 0), Float(size))
    for row in range(top.y, bottom.y, size) {
      let y0 = max(top.y, Float(row))
      let y1 = min(bottom.y, Float(row + 1))
      guard y1 > y0 else { continue }
      let xa = min(max(top.x + (y0 - top.y) * slope, lowest), highest)
      let xb = min(max(top.x + (y1 - top.y) * slope, lowest), highest)
      let height = sign * (y1 - y0)
      let left = min(xa, xb)
      let right = max(xa, xb)
      let firstColumn = Int(left)
      let lastColumn = Int(right)
      let start = row * (size + 2)
      if firstColumn == lastColumn {
        let inset = 0.5 * (left + right) - Float(firstColumn)
        steps[start + firstColumn] += height * (1 - inset)
        steps[start + firstColumn + 1] += height * inset
      } else {
        let perColumn = height / (right - left)
        for column in firstColumn...lastColumn {
          let x0 = max(left, Float(column))
          let x1 = min(right, Float(column + 1))
          let part = perColumn * (x1 - x0)
          let inset = 0.5 * (x0 + x1) - Float(column)
          steps[start + column] += part * (1 - inset)
          steps[start + column + 1] += part * inset
        }
      }
    }
  }
}
