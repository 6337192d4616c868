import Foundation
public import Parts

/// A factor that shrinks once in so many epochs: `factor ^ floor(epoch / epochs)`.
///
/// Source: PyTorch's `StepLR`, with its factor; the default of 30 epochs is that of its example.
public struct StaircaseSchedule: Schedule, PartOptions {
  /// What the schedule is called and where it stands.
  public static let info = PartInfo(
    "staircase", "A factor that shrinks once in so many epochs",
    source: "torch.optim.lr_scheduler.StepLR")

  /// The options.
  public static let declared: [OptionDeclaration<StaircaseSchedule>] = [
    .whole(
      "epochs", \.epochs, in: 1...1_000_000_000,
      "epochs between two changes (example of StepLR: 30)"),
    .number(
      "factor", \.factor, in: 0...1,
      "what the learning rate is multiplied by at every change (StepLR: 0.1)"),
    .warmUpSteps,
  ]

  /// The epochs between two changes; less than 1 counts as 1.
  package var epochs: Int
  /// What the learning rate is multiplied by at every change.
  package var factor: Double
  /// The number of steps in which the factor grows from 0 to 1 first.
  public var warmUpSteps: Int

  /// Creates the schedule with its defaults.
  public init() { self.init(epochs: 30) }

  /// Creates the schedule.
  ///
  /// - Parameters:
  ///   - epochs: The epochs between two changes; less than 1 counts as 1.
  ///   - factor: What the learning rate is multiplied by at every change.
  ///   - warmUpSteps: The number of steps in which the factor grows from 0 to 1 first.
  package init(epochs: Int, factor: Double = 0.1, warmUpSteps: Int = 0) {
    self.epochs = epochs
    self.factor = factor
    self.warmUpSteps = warmUpSteps
  }

  /// Creates the schedule from its options.
  public init(_ options: StaircaseSchedule, for context: PartContext) { self = options }

  /// Returns the factor after the warm-up; see ``Schedule/factor(fraction:epoch:)``.
  public func factor(fraction: Double, epoch: Int) -> Double {
    pow(factor, Double(epoch / max(1, epochs)))
  }
}

extension Schedule where Self == StaircaseSchedule {
  /// Returns a factor that shrinks once in so many epochs: `factor ^ floor(epoch / epochs)`.
  ///
  /// - Parameters:
  ///   - factor: What the learning rate is multiplied by at every change.
  ///   - epochs: The epochs between two changes.
  /// - Returns: The schedule.
  package static func staircase(factor: Double = 0.1, epochs: Int) -> StaircaseSchedule {
    StaircaseSchedule(epochs: epochs, factor: factor)
  }
}
