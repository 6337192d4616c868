import Foundation
public import Parts

/// A factor that shrinks with every epoch: `factor ^ epoch`.
///
/// The definition is that of PyTorch's `ExponentialLR`; the default of 0.95 is this package's.
public struct ExponentialSchedule: Schedule, PartOptions {
  /// What the schedule is called and where it stands.
  public static let info = PartInfo(
    "exponential", "A factor that shrinks with every epoch",
    source: "torch.optim.lr_scheduler.ExponentialLR")

  /// The options.
  public static let declared: [OptionDeclaration<ExponentialSchedule>] = [
    .number(
      "factor", \.factor, in: 0...1,
      "what the learning rate is multiplied by after every epoch (this package: 0.95)"),
    .warmUpSteps,
  ]

  /// What the learning rate is multiplied by after every epoch.
  package var factor: Double
  /// The number of steps in which the factor grows from 0 to 1 first.
  public var warmUpSteps: Int

  /// Creates the schedule with its defaults.
  public init() { self.init(factor: 0.95) }

  /// Creates the schedule.
  ///
  /// - Parameters:
  ///   - factor: What the learning rate is multiplied by after every epoch.
  ///   - warmUpSteps: The number of steps in which the factor grows from 0 to 1 first.
  package init(factor: Double, warmUpSteps: Int = 0) {
    self.factor = factor
    self.warmUpSteps = warmUpSteps
  }

  /// Creates the schedule from its options.
  public init(_ options: ExponentialSchedule, for context: PartContext) { self = options }

  /// Returns the factor after the warm-up; see ``Schedule/factor(fraction:epoch:)``.
  public func factor(fraction: Double, epoch: Int) -> Double {
    pow(factor, Double(epoch))
  }
}

extension Schedule where Self == ExponentialSchedule {
  /// Returns a factor that shrinks with every epoch: `factor ^ epoch`.
  ///
  /// - Parameter factor: What the learning rate is multiplied by after every epoch.
  /// - Returns: The schedule.
  package static func exponential(factor: Double = 0.95) -> ExponentialSchedule {
    ExponentialSchedule(factor: factor)
  }
}
