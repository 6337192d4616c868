import Foundation
public import Parts

/// Half a turn of a cosine down to zero: `(1 + cos(pi * t / T)) / 2` in step `t` of `T`.
///
/// Source: Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017,
/// equation 5 without restarts.
public struct HalfCosineSchedule: Schedule, PartOptions {
  /// What the schedule is called and where it stands.
  public static let info = PartInfo(
    "half-cosine", "Half a turn of a cosine down to zero",
    source: "Loshchilov and Hutter, SGDR, 2017, arXiv 1608.03983, equation 5")

  /// The options.
  public static let declared: [OptionDeclaration<HalfCosineSchedule>] = [
    .warmUpSteps
  ]

  /// The number of steps in which the factor grows from 0 to 1 first.
  public var warmUpSteps: Int

  /// Creates the schedule with its defaults.
  public init() { self.init(warmUpSteps: 0) }

  /// Creates the schedule.
  ///
  /// - Parameter warmUpSteps: The number of steps in which the factor grows from 0 to 1 first.
  package init(warmUpSteps: Int) {
    self.warmUpSteps = warmUpSteps
  }

  /// Creates the schedule from its options.
  public init(_ options: HalfCosineSchedule, for context: PartContext) { self = options }

  /// Returns the factor after the warm-up; see ``Schedule/factor(fraction:epoch:)``.
  public func factor(fraction: Double, epoch: Int) -> Double {
    (1 + cos(Double.pi * fraction)) / 2
  }
}

extension Schedule where Self == HalfCosineSchedule {
  /// Half a turn of a cosine down to zero.
  package static var halfCosine: HalfCosineSchedule { HalfCosineSchedule() }
}
