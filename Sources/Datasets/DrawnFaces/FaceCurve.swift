/// Curves as lists of points, made with nothing but the four operations and square roots.
enum FaceCurve {
  /// The points of a unit circle, in 24 steps.
  ///
  /// Every point is the last one turned by 15 degrees, so that no library function is needed.
  static let unitCircle: [SIMD2<Float>] = {
    let turn = SIMD2<Double>(0.965_925_826_289_068_3, 0.258_819_045_102_520_76)
    var point = SIMD2<Double>(1, 0)
    return (0..<24).map { _ in
      defer {
        point = SIMD2(
          point.x * turn.x - point.y * turn.y, point.x * turn.y + point.y * turn.x)
      }
      return SIMD2<Float>(point)
    }
  }()

  /// Returns an axis-parallel ellipse.
  static func ellipse(centre: SIMD2<Float>, radius: SIMD2<Float>) -> [SIMD2<Float>] {
    unitCircle.map { centre + $0 * radius }
  }

  /// Returns a smooth curve through points (Catmull and Rom, 1974).
  ///
  /// - Parameters:
  ///   - points: At least two points; the curve goes through all of them.
  ///   - isClosed: Whether the curve goes back from the last point to the first.
  ///   - pieces: The number of straight pieces between two points.
  /// - Returns: The points of the curve.
  static func smooth(
    _ points: [SIMD2<Float>], isClosed: Bool = false, pieces: Int = 4
  ) -> [SIMD2<Float>] {
    let count = points.count
    func point(_ index: Int) -> SIMD2<Float> {
      isClosed
        ? points[(index + count) % count] : points[min(max(index, 0), count - 1)]
    }
    var result: [SIMD2<Float>] = []
    result.reserveCapacity(count * pieces + 1)
    for index in 0..<(isClosed ? count : count - 1) {
      let p0 = point(index - 1)
      let p1 = point(index)
      let p2 = point(index + 1)
      let p3 = point(index + 2)
      let linear = p2 - p0
      let square = 2 * p0 - 5 * p1 + 4 * p2 - p3
      let cube = 3 * (p1 - p2) + p3 - p0
      for piece in 0..<pieces {
        let t = Float(piece) / Float(pieces)
        result.append(p1 + 0.5 * t * (linear + t * (square + t * cube)))
      }
    }
    if !isClosed { result.append(point(count - 1)) }
    return result
  }

  /// Returns the outline of a stroke along a curve.
  ///
  /// - Parameters:
  ///   - curve: At least two points.
  ///   - start: Half the width at the first point.
  ///   - end: Half the width at the last point.
  /// - Returns: The corners of a polygon.
  static func outline(
    of curve: [SIMD2<Float>], from start: Float, to end: Float
  ) -> [SIMD2<Float>] {
    let last = curve.count - 1
    var left: [SIMD2<Float>] = []
    var right: [SIMD2<Float>] = []
    left.reserveCapacity(2 * curve.count)
    right.reserveCapacity(curve.count)
    for index in 0...last {
      let along = curve[min(index + 1, last)] - curve[max(index - 1, 0)]
      let length = (along.x * along.x + along.y * along.y).squareRoot()
      let normal = SIMD2(-along.y, along.x) / max(length, 1e-6)
      let half = start + (end - start) * Float(index) / Float(last)
      left.append(curve[index] + normal * half)
      right.append(curve[index] - normal * half)
    }
    left.append(contentsOf: right.reversed())
    return left
  }
}
