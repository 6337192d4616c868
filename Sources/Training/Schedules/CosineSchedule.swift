import Foundation
public import Parts

/// A part of a cosine: `max(0, cos(pi * cycles * t / T))` in step `t` of `T`.
///
/// Source: Sohn et al., "FixMatch", 2020, section 2.4, with `cycles` 7/16, where it ends at 0.195.
public struct CosineSchedule: Schedule, PartOptions {
  /// What the schedule is called and where it stands.
  public static let info = PartInfo(
    "cosine", "A part of a cosine's half turn, cos(pi * cycles * t / T)",
    source: "Sohn et al., FixMatch, 2020, arXiv 2001.07685, section 2.4")

  /// The options.
  public static let declared: [OptionDeclaration<CosineSchedule>] = [
    .number(
      "cycles", \.cycles, in: 0...1_000, "half turns of the cosine (FixMatch: 7/16)"),
    .warmUpSteps,
  ]

  /// The half turns of the cosine.
  package var cycles: Double
  /// The number of steps in which the factor grows from 0 to 1 first.
  public var warmUpSteps: Int

  /// Creates the schedule with its defaults.
  public init() { self.init(cycles: 7.0 / 16.0) }

  /// Creates the schedule.
  ///
  /// - Parameters:
  ///   - cycles: The half turns of the cosine.
  ///   - warmUpSteps: The number of steps in which the factor grows from 0 to 1 first.
  package init(cycles: Double, warmUpSteps: Int = 0) {
    self.cycles = cycles
    self.warmUpSteps = warmUpSteps
  }

  /// Creates the schedule from its options.
  public init(_ options: CosineSchedule, for context: PartContext) { self = options }

  /// Returns the factor after the warm-up; see ``Schedule/factor(fraction:epoch:)``.
  public func factor(fraction: Double, epoch: Int) -> Double {
    max(0, cos(Double.pi * cycles * fraction))
  }
}

extension Schedule where Self == CosineSchedule {
  /// The seven sixteenths of a cosine's half turn: `cos(7 pi t / 16 T)`, which ends at 0.195.
  public static var sevenSixteenthsCosine: CosineSchedule { CosineSchedule() }

  /// Returns `max(0, cos(pi * cycles * t / T))`.
  ///
  /// - Parameter cycles: The half turns of the cosine.
  /// - Returns: The schedule.
  package static func cosine(cycles: Double = 7.0 / 16.0) -> CosineSchedule {
    CosineSchedule(cycles: cycles)
  }
}
