import Foundation
import TensorCore
public import TrainingSteps

/// How the weight of a loss grows from the start of a run.
public struct Ramp: Sendable, Hashable, Codable {
  /// The curve of the growth.
  public enum Curve: String, Sendable, Hashable, Codable, CaseIterable {
    /// `t`.
    case linear
    /// `exp(-5 (1 - t)^2)`: from 0.0067 to 1; Laine and Aila, 2017 (arXiv 1610.02242).
    case exponential
    /// `(1 - cos(pi t)) / 2`; Berthelot et al., 2022 (arXiv 2106.04732), there over half a run.
    case cosine
  }

  /// The curve of the growth.
  package let curve: Curve
  /// The fraction of the run after which the weight is whole.
  public let fraction: Double

  /// Creates a ramp.
  ///
  /// - Parameters:
  ///   - curve: The curve of the growth.
  ///   - fraction: The fraction of the run after which the weight is whole, from 0 to 1; 0.4 in the
  ///     USB library.
  public init(_ curve: Curve = .linear, over fraction: Double = 0.4) {
    check((0...1).contains(fraction), "Ramp: \(fraction) is not in 0...1")
    self.curve = curve
    self.fraction = fraction
  }

  /// Returns the factor of the weight, from 0 to 1.
  ///
  /// - Parameter progress: How far the run has come.
  /// - Returns: The curve at `t`, the fraction of the ramp that is done.
  public func callAsFunction(_ progress: TrainingProgress) -> Double {
    let t = fraction > 0 ? min(progress.fraction / fraction, 1) : 1
    return switch curve {
    case .linear: t
    case .exponential: exp(-5 * (1 - t) * (1 - t))
    case .cosine: (1 - cos(Double.pi * t)) / 2
    }
  }
}
