public import Parts

/// The learning rate stays: the factor is 1.
public struct ConstantSchedule: Schedule, PartOptions {
  /// What the schedule is called and where it stands.
  public static let info = PartInfo(
    "constant", "The learning rate stays", source: "reference")

  /// The options.
  public static let declared: [OptionDeclaration<ConstantSchedule>] = [
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
  public init(_ options: ConstantSchedule, for context: PartContext) { self = options }

  /// Returns the factor after the warm-up; see ``Schedule/factor(fraction:epoch:)``.
  public func factor(fraction: Double, epoch: Int) -> Double {
    1
  }
}

extension Schedule where Self == ConstantSchedule {
  /// The learning rate stays.
  public static var constant: ConstantSchedule { ConstantSchedule() }
}
