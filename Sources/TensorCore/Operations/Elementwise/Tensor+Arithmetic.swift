import CTensorKernels

extension Tensor {
  /// Returns the sums of elements; shapes are brought to one by repeating axes of length 1.
  public static func + (left: Tensor, right: Tensor) -> Tensor {
    binary(.add, left, right) { upstream, _, _, wanted in
      [wanted[0] ? upstream : nil, wanted[1] ? upstream : nil]
    }
  }

  /// Returns the differences of elements; shapes are brought to one by repeating axes of length 1.
  public static func - (left: Tensor, right: Tensor) -> Tensor {
    binary(.subtract, left, right) { upstream, _, _, wanted in
      [wanted[0] ? upstream : nil, wanted[1] ? upstream.scaled(by: -1) : nil]
    }
  }

  /// Returns the products of elements; shapes are brought to one by repeating axes of length 1.
  public static func * (left: Tensor, right: Tensor) -> Tensor {
    binary(.multiply, left, right) { upstream, left, right, wanted in
      [wanted[0] ? upstream * right : nil, wanted[1] ? upstream * left : nil]
    }
  }

  /// Returns the quotients of elements; shapes are brought to one by repeating axes of length 1.
  ///
  /// Division by zero gives infinity or NaN, as IEEE 754 says.
  public static func / (left: Tensor, right: Tensor) -> Tensor {
    binary(.divide, left, right) { upstream, left, right, wanted in
      [
        wanted[0] ? upstream / right : nil,
        wanted[1] ? (upstream * left / (right * right)).scaled(by: -1) : nil,
      ]
    }
  }

  /// Returns every element plus a number.
  public static func + (left: Tensor, right: Float) -> Tensor { left.scaled(by: 1, plus: right) }

  /// Returns a number plus every element.
  public static func + (left: Float, right: Tensor) -> Tensor { right.scaled(by: 1, plus: left) }

  /// Returns every element minus a number.
  public static func - (left: Tensor, right: Float) -> Tensor { left.scaled(by: 1, plus: -right) }

  /// Returns a number minus every element.
  public static func - (left: Float, right: Tensor) -> Tensor { right.scaled(by: -1, plus: left) }

  /// Returns every element times a number.
  public static func * (left: Tensor, right: Float) -> Tensor { left.scaled(by: right) }

  /// Returns a number times every element.
  public static func * (left: Float, right: Tensor) -> Tensor { right.scaled(by: left) }

  /// Returns every element divided by a number.
  public static func / (left: Tensor, right: Float) -> Tensor { left / Tensor(right) }

  /// Returns a number divided by every element.
  public static func / (left: Float, right: Tensor) -> Tensor { Tensor(left) / right }

  /// Returns the negatives of elements.
  public static prefix func - (operand: Tensor) -> Tensor { operand.scaled(by: -1) }

  /// Returns every element times a factor, plus a summand.
  func scaled(by factor: Float, plus summand: Float = 0) -> Tensor {
    let kernels = Kernels.elementwise
    let result = Tensor(uninitialized: shape)
    Parallel.forEachRange(of: elementCount, grain: 1 << 16) { range in
      kernels.scale(
        pointer + range.lowerBound, factor, summand, result.pointer + range.lowerBound, range.count)
    }
    return result.recording([self]) { upstream, _ in [upstream.scaled(by: factor)] }
  }

  /// Applies a function of two numbers, and sums gradients over repeated axes.
  fileprivate static func binary(
    _ operation: BinaryOperation, _ left: Tensor, _ right: Tensor,
    gradients: @escaping (Tensor, Tensor, Tensor, [Bool]) -> [Tensor?]
  ) -> Tensor {
    let a = left.detached()
    let b = right.detached()
    let result = OperationProfile.measure("arithmetic") {
      Broadcast(a.shape, b.shape).apply(operation, a, b)
    }
    return result.recording([left, right]) { upstream, wanted in
      zip(gradients(upstream, a, b, wanted), [a.shape, b.shape]).map { gradient, shape in
        gradient?.summed(to: shape)
      }
    }
  }

  /// Sums over the axes that broadcasting repeated, back to a shape.
  func summed(to target: Shape) -> Tensor {
    if shape == target { return self }
    let missing = shape.rank - target.rank
    let axes = (0..<shape.rank).filter { axis in
      axis < missing || (target[axis - missing] == 1 && shape[axis] != 1)
    }
    return sum(axes: axes, keepingAxes: true).reshaped(target)
  }
}

/// Returns the larger of two elements; shapes are brought to one by repeating axes of length 1.
///
/// The result is NaN where either is. Where both are equal, each gets half of the gradient.
///
/// - Parameters:
///   - left: The one operand.
///   - right: The other operand.
/// - Returns: A tensor of the common shape.
public func maximum(_ left: Tensor, _ right: Tensor) -> Tensor {
  Tensor.binary(.maximum, left, right) { upstream, left, right, wanted in
    let walk = Broadcast(left.shape, right.shape)
    func gradient(first: Bool) -> Tensor {
      let result = Tensor(uninitialized: upstream.shape)
      walk.forEachRun { start, a, b, count in
        for index in 0..<count {
          let p = left.pointer[a + index * walk.steps.first]
          let q = right.pointer[b + index * walk.steps.second]
          let part: Float = p == q ? 0.5 : (p > q || p.isNaN) == first ? 1 : 0
          result.pointer[start + index] = part * upstream.pointer[start + index]
        }
      }
      return result
    }
    return [wanted[0] ? gradient(first: true) : nil, wanted[1] ? gradient(first: false) : nil]
  }
}
