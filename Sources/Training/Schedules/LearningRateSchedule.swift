import Foundation

/// How the learning rate changes over a run: a factor that is a pure function of the step.
///
/// A linear warm-up may go in front: in steps `0 ..< warmUpSteps` the factor is
/// `step / warmUpSteps`, and the shape then sees only the steps that remain, as in USB.
public struct LearningRateSchedule: Sendable, Hashable, Codable {
  /// The course of the factor, over step `t` of `T` and whole epochs `e`.
  public enum Shape: Sendable, Hashable, Codable {
    /// `1`
    case constant
    /// `max(0, cos(pi * cycles * t / T))`
    case cosine(cycles: Double)
    /// `(1 + cos(pi * t / T)) / 2`
    case halfCosine
    /// `factor ^ e`
    case exponential(factor: Double)
    /// `factor ^ floor(e / epochs)`
    case staircase(factor: Double, epochs: Int)
  }

  /// The course of the factor after the warm-up.
  public var shape: Shape
  /// The number of steps in which the factor grows from 0 to 1.
  public var warmUpSteps: Int

  /// Creates a schedule.
  ///
  /// - Parameters:
  ///   - shape: The course of the factor.
  ///   - warmUpSteps: The number of steps in which the factor grows from 0 to 1 first.
  public init(_ shape: Shape, warmUpSteps: Int = 0) {
    self.shape = shape
    self.warmUpSteps = max(0, warmUpSteps)
  }

  /// The learning rate stays.
  public static let constant = LearningRateSchedule(.constant)

  /// The seven sixteenths of a cosine's half turn: `cos(7 pi t / 16 T)`, which ends at 0.195.
  ///
  /// Source: Sohn et al., "FixMatch", 2020, section 2.4.
  public static let sevenSixteenthsCosine = LearningRateSchedule(.cosine(cycles: 7.0 / 16.0))

  /// Returns `max(0, cos(pi * cycles * t / T))`.
  public static func cosine(cycles: Double = 7.0 / 16.0) -> LearningRateSchedule {
    LearningRateSchedule(.cosine(cycles: cycles))
  }

  /// Half a turn of a cosine down to zero: `(1 + cos(pi t / T)) / 2`.
  ///
  /// Source: Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017,
  /// equation 5 without restarts.
  public static let halfCosine = LearningRateSchedule(.halfCosine)

  /// Returns a factor that shrinks with every epoch: `factor ^ epoch`.
  public static func exponential(factor: Double = 0.95) -> LearningRateSchedule {
    LearningRateSchedule(.exponential(factor: factor))
  }

  /// Returns a factor that shrinks once in so many epochs: `factor ^ floor(epoch / epochs)`.
  public static func staircase(factor: Double = 0.1, epochs: Int) -> LearningRateSchedule {
    LearningRateSchedule(.staircase(factor: factor, epochs: epochs))
  }

  /// Returns the same schedule after a linear warm-up.
  public func warmingUp(steps: Int) -> LearningRateSchedule {
    LearningRateSchedule(shape, warmUpSteps: steps)
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
    let share = Double(done) / Double(max(1, total - warmUpSteps))
    let epoch = done / max(1, epochSteps ?? total / 20)
    switch shape {
    case .constant: return 1
    case .cosine(let cycles): return max(0, cos(Double.pi * cycles * share))
    case .halfCosine: return (1 + cos(Double.pi * share)) / 2
    case .exponential(let factor): return pow(factor, Double(epoch))
    case .staircase(let factor, let epochs): return pow(factor, Double(epoch / max(1, epochs)))
    }
  }
}
