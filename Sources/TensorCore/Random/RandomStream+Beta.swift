import Foundation

extension RandomStream {
  /// Returns a number from the beta distribution.
  ///
  /// It is `x / (x + y)` for gamma variates `x` and `y`, computed from their logarithms, so that
  /// small parameters, under which both vanish, still give 0 or 1 with the right probabilities.
  ///
  /// Source: Marsaglia and Tsang, "A simple method for generating gamma variables", 2000.
  ///
  /// - Parameters:
  ///   - first: The parameter of `x`, more than 0.
  ///   - second: The parameter of `y`, more than 0.
  /// - Returns: A number from 0 to 1 with mean `first / (first + second)`.
  public mutating func beta(_ first: Double, _ second: Double) -> Double {
    check(
      first > 0 && second > 0 && first.isFinite && second.isFinite,
      "beta(\(first), \(second)) needs parameters above 0")
    let x = logarithmOfGamma(first)
    let y = logarithmOfGamma(second)
    return 1 / (1 + Foundation.exp(y - x))
  }

  /// Returns the logarithm of a number from the gamma distribution with scale 1.
  private mutating func logarithmOfGamma(_ shape: Double) -> Double {
    // A variate of a small shape is one of a larger shape times a power of a uniform number.
    let boost = shape < 1 ? Foundation.log(openUniform()) / shape : 0
    let d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = Double(normal())
      let v = 1 + c * x
      if v <= 0 { continue }
      let cube = v * v * v
      if Foundation.log(openUniform()) < 0.5 * x * x + d - d * cube + d * Foundation.log(cube) {
        return Foundation.log(d * cube) + boost
      }
    }
  }

  /// Returns a number from the uniform distribution between 0 and 1, both left out.
  private mutating func openUniform() -> Double {
    (Double(nextUInt32()) + 0.5) * 0x1p-32
  }
}
