import CTensorKernels

extension Tensor {
  /// Returns e to the power of every element.
  public func exp() -> Tensor { unary(\.0) { $0.0 } }

  /// Returns the natural logarithm of every element: minus infinity at 0, NaN below.
  public func log() -> Tensor { unary(\.1) { $0.1 } }

  /// Returns the square root of every element.
  public func sqrt() -> Tensor { unary(\.2) { $0.2 } }

  /// Returns the magnitude of every element; the gradient at 0 is 0.
  public func abs() -> Tensor { unary(\.3) { $0.3 } }

  /// Returns `1 / (1 + exp(-x))` of every element.
  public func sigmoid() -> Tensor { unary(\.4) { $0.4 } }

  /// Returns the hyperbolic tangent of every element.
  public func tanh() -> Tensor { unary(\.5) { $0.5 } }

  /// Returns `max(x, 0)` of every element; the gradient at 0 is 0.
  public func relu() -> Tensor { leakyReLU(slope: 0) }

  /// Returns `x > 0 ? x : slope * x` of every element; the gradient at 0 is the slope.
  public func leakyReLU(slope: Float) -> Tensor { unary(\.6, slope: slope) { $0.6 } }

  /// Returns `x * Phi(x)` of every element, with the exact normal distribution function.
  ///
  /// Source: Hendrycks and Gimpel, "Gaussian error linear units", 2016 (arXiv 1606.08415).
  public func gelu() -> Tensor { unary(\.7) { $0.7 } }

  /// Returns `x * sigmoid(x)` of every element.
  public func silu() -> Tensor { unary(\.8) { $0.8 } }

  /// Returns `log(1 + exp(x))` of every element, without overflow.
  public func softplus() -> Tensor { unary(\.9) { $0.9 } }

  /// Returns the square of every element.
  public func squared() -> Tensor { self * self }

  private typealias Forward =
    @convention(c) (
      UnsafePointer<Float>?, Float, UnsafeMutablePointer<Float>?, Int
    ) -> Void
  private typealias Backward =
    @convention(c) (
      UnsafePointer<Float>?, UnsafePointer<Float>?, Float, UnsafeMutablePointer<Float>?, Int
    ) -> Void
  private typealias ForwardTable = (
    Forward?, Forward?, Forward?, Forward?, Forward?, Forward?, Forward?, Forward?, Forward?,
    Forward?
  )
  private typealias BackwardTable = (
    Backward?, Backward?, Backward?, Backward?, Backward?, Backward?, Backward?, Backward?,
    Backward?, Backward?
  )

  /// Applies a function of one number; the indices in the two tables are those of `stk_unary`.
  private func unary(
    _ forward: (ForwardTable) -> Forward?, slope: Float = 0,
    _ backward: @escaping (BackwardTable) -> Backward?
  ) -> Tensor {
    let kernel = forward(Kernels.elementwise.unary)
    let input = detached()
    let result = Tensor(uninitialized: shape)
    Parallel.forEachRange(of: elementCount, grain: 1 << 14) { range in
      kernel?(
        input.pointer + range.lowerBound, slope, result.pointer + range.lowerBound, range.count)
    }
    return result.recording([self]) { upstream, _ in
      let kernel = backward(Kernels.elementwise.unary_gradient)
      let gradient = Tensor(uninitialized: input.shape)
      Parallel.forEachRange(of: input.elementCount, grain: 1 << 14) { range in
        let start = range.lowerBound
        kernel?(
          input.pointer + start, upstream.pointer + start, slope, gradient.pointer + start,
          range.count)
      }
      return [gradient]
    }
  }
}
