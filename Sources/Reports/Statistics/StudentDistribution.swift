import Foundation

/// Student's t distribution with a whole number of degrees of freedom.
package enum StudentDistribution {
  /// Returns the probability of a value within a distance of zero.
  ///
  /// Source: Abramowitz and Stegun, "Handbook of mathematical functions", 1964, 26.7.3 and 26.7.4:
  /// finite sums in `theta = atan(t / sqrt(freedom))`.
  ///
  /// - Parameters:
  ///   - theta: The angle that stands for the distance, from 0 to half of pi.
  ///   - freedom: The degrees of freedom, at least 1.
  /// - Returns: The probability.
  package static func central(theta: Double, freedom: Int) -> Double {
    let (sine, cosine) = (sin(theta), cos(theta))
    let isOdd = freedom % 2 == 1
    var term = isOdd ? cosine : 1
    var sum = freedom == 1 ? 0 : term
    var factor = isOdd ? 2 : 1
    while factor + 1 < freedom - 1 {
      term *= cosine * cosine * Double(factor) / Double(factor + 1)
      sum += term
      factor += 2
    }
    return isOdd ? 2 / Double.pi * (theta + sine * sum) : sine * sum
  }

  /// Returns the distance from zero within which a value lies with a probability.
  ///
  /// - Parameters:
  ///   - probability: The probability, from 0 to below 1.
  ///   - freedom: The degrees of freedom, at least 1.
  /// - Returns: The two-sided point.
  package static func point(_ probability: Double, freedom: Int) -> Double {
    var (low, high) = (0.0, Double.pi / 2)
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if central(theta: middle, freedom: freedom) < probability {
        low = middle
      } else {
        high = middle
      }
    }
    return tan((low + high) / 2) * Double(freedom).squareRoot()
  }
}
