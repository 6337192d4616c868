public import Parts

/// What a second network beside the student is, where a pipeline has one.
public enum Teacher: Sendable, Hashable {
  /// It starts as a copy of the student and follows it as a moving average.
  case average(ExponentialMovingAverage)
  /// It stays what the student, or its average, was when the stage before ended.
  case frozen

  /// Returns a teacher that follows the student as an exponential moving average.
  ///
  /// Source of the defaults: Li et al., "Towards semi-supervised deep facial expression recognition
  /// with an adaptive confidence margin", 2022 (code).
  ///
  /// - Parameters:
  ///   - decay: The fraction that the teacher keeps in every step, in 0 ... 1.
  ///   - rampsUp: Whether the first steps keep less, `min(decay, (1 + t) / (10 + t))`.
  ///   - buffers: What becomes of measured buffers.
  /// - Returns: The teacher.
  public static func exponentialMovingAverage(
    decay: Double = 0.999, rampsUp: Bool = false,
    buffers: ExponentialMovingAverage.Buffers = .averaged
  ) -> Teacher {
    .average(ExponentialMovingAverage(decay: decay, rampsUp: rampsUp, buffers: buffers))
  }

  /// How the teacher follows the student; nil for one that is frozen.
  public var average: ExponentialMovingAverage? {
    switch self {
    case .average(let average): average
    case .frozen: nil
    }
  }
}

extension Catalog where Product == Teacher? {
  /// The teachers, in the order in which lists show them.
  public static var teachers: Catalog {
    Catalog(
      kind: "teacher",
      [
        Entry(ExponentialMovingAverage.self) { .average($0) },
        Entry(FrozenTeacher.self) { _ in .frozen },
        Entry(NoTeacher.self) { _ in nil },
      ])
  }
}
