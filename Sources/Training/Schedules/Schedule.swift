public import Parts

/// How the learning rate changes over a run: a factor that is a pure function of the step.
///
/// A linear warm-up may go in front: in steps `0 ..< warmUpSteps` the factor is
/// `step / warmUpSteps`, and the course then sees only the steps that remain, as in USB.
public protocol Schedule: Part {
  /// The number of steps in which the factor grows from 0 to 1 first.
  var warmUpSteps: Int { get set }

  /// Returns the factor after the warm-up.
  ///
  /// - Parameters:
  ///   - fraction: The fraction of the remaining steps that are done, from 0 to 1.
  ///   - epoch: The number of whole epochs since the warm-up.
  /// - Returns: A factor of at least 0.
  func factor(fraction: Double, epoch: Int) -> Double
}

extension Schedule {
  /// Returns the same schedule after a linear warm-up.
  ///
  /// - Parameter steps: The number of steps; less than 0 counts as 0.
  /// - Returns: The schedule.
  public func warmingUp(steps: Int) -> Self {
    var schedule = self
    schedule.warmUpSteps = max(0, steps)
    return schedule
  }

  /// Returns what the learning rate is multiplied by.
  ///
  /// - Parameters:
  ///   - step: The number of steps done; beyond the end of the run counts as its end.
  ///   - total: The number of steps of the run.
  ///   - epochSteps: The number of steps of an epoch; nil for a twentieth of the run.
  /// - Returns: A factor of at least 0.
  public func factor(step: Int, of total: Int, epochSteps: Int? = nil) -> Double {
    let step = min(max(step, 0), max(total, 0))
    if step < warmUpSteps { return Double(step) / Double(warmUpSteps) }
    let done = step - warmUpSteps
    return factor(
      fraction: Double(done) / Double(max(1, total - warmUpSteps)),
      epoch: done / max(1, epochSteps ?? total / 20))
  }
}

extension OptionDeclaration where Options: Schedule {
  /// The option that all schedules have.
  static var warmUpSteps: Self {
    .whole(
      "warm-up-steps", \.warmUpSteps, in: 0...1_000_000_000,
      "steps in which the learning rate grows from 0 first (USB: 0)")
  }
}

extension Catalog where Product == any Schedule {
  /// The schedules, in the order in which lists show them.
  public static var schedules: Catalog {
    Catalog(
      kind: "schedule",
      [
        .schedule(ConstantSchedule.self), .schedule(CosineSchedule.self),
        .schedule(HalfCosineSchedule.self), .schedule(ExponentialSchedule.self),
        .schedule(StaircaseSchedule.self),
      ])
  }
}

extension Catalog.Entry where Product == any Schedule {
  /// Returns the entry of a schedule.
  ///
  /// - Parameter type: The schedule.
  /// - Returns: The entry.
  public static func schedule<S: Schedule>(_ type: S.Type) -> Self {
    Self(type) { $0 }
  }
}
