public import TensorCore

/// How a teacher follows the student: an exponential moving average of its weights.
///
/// After every step `teacher = decay * teacher + (1 - decay) * student`. The teacher starts as an
/// exact copy (``makeTeacher(of:)``). Counts of batches are always copied.
///
/// Source: Tarvainen and Valpola, "Mean teachers are better role models", 2017.
public struct TeacherUpdate: Sendable, Hashable, Codable {
  /// What becomes of measured buffers, such as the running means of batch norm.
  public enum Buffers: String, Sendable, Hashable, Codable, CaseIterable {
    /// Averaged as weights are (Ada-CM).
    case averaged
    /// Copied from the student (USB, FixMatch).
    case copied
  }

  /// The share that the teacher keeps in every step, from 0 to 1.
  public var decay: Double
  /// Whether the first steps keep less.
  ///
  /// In step `t = 0, 1, 2` and so on the share is `min(decay, (1 + t) / (10 + t))`.
  public var rampsUp: Bool
  /// What becomes of measured buffers.
  public var buffers: Buffers

  /// Creates the settings.
  ///
  /// - Parameters:
  ///   - decay: The share that the teacher keeps in every step, in 0 ... 1.
  ///   - rampsUp: Whether the first steps keep less.
  ///   - buffers: What becomes of measured buffers.
  public init(decay: Double, rampsUp: Bool, buffers: Buffers) {
    check(decay >= 0 && decay <= 1, "a teacher's decay of \(decay)")
    self.decay = decay
    self.rampsUp = rampsUp
    self.buffers = buffers
  }

  /// Returns an exponential moving average.
  ///
  /// Source of the defaults: Li et al., "Towards semi-supervised deep facial expression recognition
  /// with an adaptive confidence margin", 2022 (code).
  ///
  /// - Parameters:
  ///   - decay: The share that the teacher keeps in every step, in 0 ... 1.
  ///   - rampsUp: Whether the first steps keep less, `min(decay, (1 + t) / (10 + t))`.
  ///   - buffers: What becomes of measured buffers.
  /// - Returns: The settings.
  public static func exponentialMovingAverage(
    decay: Double = 0.999, rampsUp: Bool = false, buffers: Buffers = .averaged
  ) -> TeacherUpdate {
    TeacherUpdate(decay: decay, rampsUp: rampsUp, buffers: buffers)
  }

  /// A teacher that stays as it is, such as the network of an earlier stage.
  public static let frozen = TeacherUpdate(decay: 1, rampsUp: false, buffers: .averaged)

  /// Whether the teacher never changes.
  public var isFrozen: Bool { self == .frozen }

  /// Returns the share that the teacher keeps in one step.
  ///
  /// - Parameter step: The number of steps done before this one.
  /// - Returns: The decay, or less in the first steps if it ramps up.
  public func decay(at step: Int) -> Double {
    rampsUp ? min(decay, Double(1 + step) / Double(10 + step)) : decay
  }

  /// Creates a teacher: an exact copy of the student that is not trained by gradients.
  ///
  /// - Parameter student: The network to follow.
  /// - Returns: A store with the same layout, weights and buffers.
  public func makeTeacher(of student: ParameterStore) -> ParameterStore {
    let teacher = ParameterStore(layout: student.layout, isTrained: false)
    teacher.copy(from: student)
    return teacher
  }

  /// Moves the teacher's measured buffers, after an optimizer that moved its weights.
  ///
  /// - Parameters:
  ///   - teacher: The network that follows.
  ///   - student: The network to follow.
  ///   - step: The number of steps done before this one.
  public func updateBuffers(of teacher: ParameterStore, from student: ParameterStore, step: Int) {
    teacher.approachBuffers(of: student, rate: buffers == .copied ? 1 : 1 - decay(at: step))
  }

  /// Moves weights and buffers of a teacher that no optimizer moves.
  ///
  /// - Parameters:
  ///   - teacher: The network that follows.
  ///   - student: The network to follow.
  ///   - step: The number of steps done before this one.
  public func update(_ teacher: ParameterStore, from student: ParameterStore, step: Int) {
    teacher.approach(student, rate: 1 - decay(at: step))
    updateBuffers(of: teacher, from: student, step: step)
  }
}
