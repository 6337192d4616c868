extension Tensor {
  /// Returns sums over axes, added up in double precision and in a fixed order.
  ///
  /// - Parameters:
  ///   - axes: The axes to sum over; none gives the tensor itself.
  ///   - keepingAxes: Whether summed axes stay with length 1.
  /// - Returns: The sums; over an empty axis they are zero.
  public func sum(axes: [Int], keepingAxes: Bool = false) -> Tensor {
    let reduction = Reduction(shape, axes: axes)
    let result = reduction.sum(detached()).reshaped(keepingAxes ? reduction.kept : reduction.result)
    return result.recording([self]) { upstream, _ in
      [upstream.reshaped(reduction.kept).broadcast(to: reduction.shape)]
    }
  }

  /// Returns the sum of all elements.
  public func sum() -> Tensor { sum(axes: Array(0..<shape.rank)) }

  /// Returns means over axes; over an empty axis they are NaN.
  ///
  /// - Parameters:
  ///   - axes: The axes to average over.
  ///   - keepingAxes: Whether averaged axes stay with length 1.
  /// - Returns: The means.
  public func mean(axes: [Int], keepingAxes: Bool = false) -> Tensor {
    let count = axes.reduce(1) { $0 * shape[$1] }
    return sum(axes: axes, keepingAxes: keepingAxes) * (1 / Float(count))
  }

  /// Returns the mean of all elements; of none it is NaN.
  public func mean() -> Tensor { mean(axes: Array(0..<shape.rank)) }

  /// Returns the largest elements over axes; equal ones share the gradient evenly.
  ///
  /// - Parameters:
  ///   - axes: The axes to look over, none of them empty.
  ///   - keepingAxes: Whether these axes stay with length 1.
  /// - Returns: The largest elements; NaN where there is one.
  public func maximum(axes: [Int], keepingAxes: Bool = false) -> Tensor {
    let reduction = Reduction(shape, axes: axes)
    let input = detached()
    let largest = reduction.maximum(input)
    let result = largest.reshaped(keepingAxes ? reduction.kept : reduction.result)
    return result.recording([self]) { upstream, _ in
      [reduction.maximumGradient(input: input, largest: largest, upstream: upstream)]
    }
  }
}

/// The walk of a reduction: for every element, which result it belongs to.
private struct Reduction: Sendable {
  let shape: Shape
  /// The shape of the result with reduced axes of length 1.
  let kept: Shape
  /// The shape of the result without the reduced axes.
  let result: Shape
  private let strides: [Int]

  init(_ shape: Shape, axes: [Int]) {
    let reduced = Set(axes.map { $0 < 0 ? $0 + shape.rank : $0 })
    check(
      reduced.count == axes.count && reduced.allSatisfy { $0 >= 0 && $0 < shape.rank },
      "reducing the shape \(shape) over the axes \(axes)")
    self.shape = shape
    var kept = shape
    for axis in reduced { kept[axis] = 1 }
    self.kept = kept
    result = Shape((0..<shape.rank).filter { !reduced.contains($0) }.map { shape[$0] })
    var strides = [Int](repeating: 0, count: shape.rank)
    var stride = 1
    for axis in (0..<shape.rank).reversed() where !reduced.contains(axis) {
      strides[axis] = stride
      stride *= shape[axis]
    }
    self.strides = strides
  }

  /// Calls a closure for each run of the innermost axis with its first element and first result.
  private func forEachRun(
    _ body: (_ element: Int, _ result: Int, _ count: Int, _ step: Int) -> Void
  ) {
    guard shape.elementCount > 0 else { return }
    guard shape.rank > 0 else { return body(0, 0, 1, 0) }
    let count = shape[-1]
    var index = [Int](repeating: 0, count: shape.rank)
    for run in 0..<shape.elementCount / count {
      var offset = 0
      for axis in 0..<shape.rank - 1 { offset += index[axis] * strides[axis] }
      body(run * count, offset, count, strides[shape.rank - 1])
      var axis = shape.rank - 2
      while axis >= 0 {
        index[axis] += 1
        if index[axis] < shape[axis] { break }
        index[axis] = 0
        axis -= 1
      }
    }
  }

  func sum(_ input: Tensor) -> Tensor {
    var sums = [Double](repeating: 0, count: result.elementCount)
    sums.withUnsafeMutableBufferPointer { sums in
      forEachRun { element, offset, count, step in
        for index in 0..<count {
          sums[offset + index * step] += Double(input.pointer[element + index])
        }
      }
    }
    return Tensor(sums.map { Float($0) }, shape: result)
  }

  func maximum(_ input: Tensor) -> Tensor {
    let largest = Tensor(repeating: -.infinity, shape: result)
    check(
      input.elementCount > 0 || result.elementCount == 0, "the maximum over an empty axis")
    forEachRun { element, offset, count, step in
      for index in 0..<count {
        let value = input.pointer[element + index]
        let target = largest.pointer + offset + index * step
        if value > target.pointee || value.isNaN { target.pointee = value }
      }
    }
    return largest
  }

  func maximumGradient(input: Tensor, largest: Tensor, upstream: Tensor) -> Tensor {
    var ties = [Float](repeating: 0, count: result.elementCount)
    forEachRun { element, offset, count, step in
      for index in 0..<count
      where input.pointer[element + index] == largest.pointer[offset + index * step] {
        ties[offset + index * step] += 1
      }
    }
    let gradient = Tensor.zeros(shape)
    forEachRun { element, offset, count, step in
      for index in 0..<count {
        let target = offset + index * step
        if input.pointer[element + index] == largest.pointer[target] {
          gradient.pointer[element + index] = upstream.pointer[target] / ties[target]
        }
      }
    }
    return gradient
  }
}
