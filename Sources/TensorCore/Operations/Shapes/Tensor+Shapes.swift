extension Tensor {
  /// Returns the same elements in another shape; memory is shared.
  ///
  /// - Parameter shape: A shape with as many elements.
  /// - Returns: The elements in row-major order, in the new shape.
  public func reshaped(_ shape: Shape) -> Tensor {
    check(
      shape.elementCount == elementCount, "\(self.shape) cannot be reshaped to \(shape)")
    let original = self.shape
    return Tensor(storage: storage, offset: offset, shape: shape)
      .recording([self]) { upstream, _ in [upstream.reshaped(original)] }
  }

  /// Returns a range of the outermost axis; memory is shared.
  ///
  /// - Parameter range: The rows, within the axis.
  /// - Returns: A tensor whose outermost axis has the range's length; gradients of several ranges
  ///   of one tensor add up.
  public func rows(_ range: Range<Int>) -> Tensor {
    check(
      shape.rank > 0 && range.lowerBound >= 0 && range.upperBound <= shape[0],
      "rows \(range) of a tensor of shape \(shape)")
    let original = shape
    let size = shape[0] == 0 ? 0 : elementCount / shape[0]
    var part = shape
    part[0] = range.count
    return Tensor(storage: storage, offset: offset + range.lowerBound * size, shape: part)
      .recording([self]) { upstream, _ in
        let gradient = Tensor.zeros(original)
        (gradient.pointer + range.lowerBound * size)
          .update(from: upstream.pointer, count: range.count * size)
        return [gradient]
      }
  }

  /// Returns chosen rows of the outermost axis; a row that is chosen twice gets both gradients.
  ///
  /// - Parameter indices: The rows, each within the axis.
  /// - Returns: The rows in the given order.
  public func gathered(rows indices: [Int]) -> Tensor {
    let count = shape.rank > 0 ? shape[0] : 0
    check(indices.allSatisfy { $0 >= 0 && $0 < count }, "a row outside of the shape \(shape)")
    let original = shape
    let size = count == 0 ? 0 : elementCount / count
    var part = shape
    part[0] = indices.count
    let result = Tensor(uninitialized: part)
    for (row, index) in indices.enumerated() {
      (result.pointer + row * size).update(from: pointer + index * size, count: size)
    }
    return result.recording([self]) { upstream, _ in
      let gradient = Tensor.zeros(original)
      for (row, index) in indices.enumerated() {
        for element in 0..<size {
          gradient.pointer[index * size + element] += upstream.pointer[row * size + element]
        }
      }
      return [gradient]
    }
  }

  /// Returns tensors one behind the other along an axis.
  ///
  /// - Parameters:
  ///   - tensors: At least one; all other axes are equal.
  ///   - axis: The axis that grows.
  /// - Returns: One tensor.
  public static func concatenated(_ tensors: [Tensor], along axis: Int = 0) -> Tensor {
    guard let first = tensors.first else { fail("concatenating no tensors") }
    check(axis >= 0 && axis < first.shape.rank, "concatenating along axis \(axis)")
    var shape = first.shape
    shape[axis] = 0
    let others = shape
    for tensor in tensors {
      check(tensor.shape.rank == first.shape.rank, "concatenating different ranks")
      var rest = tensor.shape
      rest[axis] = 0
      check(rest == others, "concatenating \(first.shape) and \(tensor.shape) along axis \(axis)")
      shape[axis] += tensor.shape[axis]
    }
    let outer = (0..<axis).reduce(1) { $0 * shape[$1] }
    let sizes = tensors.map { outer == 0 ? 0 : $0.elementCount / outer }
    let size = sizes.reduce(0, +)
    let result = Tensor(uninitialized: shape)
    var start = 0
    for (tensor, part) in zip(tensors, sizes) {
      for row in 0..<outer {
        (result.pointer + row * size + start).update(from: tensor.pointer + row * part, count: part)
      }
      start += part
    }
    let shapes = tensors.map(\.shape)
    return result.recording(tensors) { upstream, wanted in
      var start = 0
      return shapes.indices.map { index in
        defer { start += sizes[index] }
        guard wanted[index] else { return nil }
        let gradient = Tensor(uninitialized: shapes[index])
        for row in 0..<outer {
          (gradient.pointer + row * sizes[index])
            .update(from: upstream.pointer + row * size + start, count: sizes[index])
        }
        return gradient
      }
    }
  }

  /// Returns the transpose of a matrix.
  public func transposed() -> Tensor {
    check(shape.rank == 2, "only a matrix is transposed, not \(shape)")
    let (rows, columns) = (shape[0], shape[1])
    let result = Tensor(uninitialized: [columns, rows])
    for row in 0..<rows {
      for column in 0..<columns {
        result.pointer[column * rows + row] = pointer[row * columns + column]
      }
    }
    return result.recording([self]) { upstream, _ in [upstream.transposed()] }
  }

  /// Repeats axes of length 1 until the tensor has a shape.
  ///
  /// - Parameter shape: The shape to reach.
  /// - Returns: The repeated elements; gradients are summed over the repetitions.
  public func broadcast(to shape: Shape) -> Tensor {
    let result = self + Tensor.zeros(shape)
    check(result.shape == shape, "\(self.shape) cannot be broadcast to \(shape)")
    return result
  }
}
