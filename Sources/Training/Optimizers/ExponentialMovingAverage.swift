public import Parts
public import TensorCore

/// How a teacher follows the student: an exponential moving average of its weights.
///
/// After every step `teacher = decay * teacher + (1 - decay) * student`. The teacher starts as an
/// exact copy (`makeTeacher(of:)`). Counts of batches are always copied.
///
/// Source: Tarvainen and Valpola, "Mean teachers are better role models", 2017; of the defaults: Li
/// et al., "Towards semi-supervised deep facial expression recognition with an adaptive confidence
/// margin", 2022 (code).
public struct ExponentialMovingAverage: Part, PartOptions {
  /// What the teacher is called and where it stands.
  public static let info = PartInfo(
    "ema", "An exponential moving average of the student's weights",
    source: "Tarvainen and Valpola, 2017, arXiv 1703.01780")

  /// The options; their defaults are those of Ada-CM's code.
  public static let declared: [OptionDeclaration<ExponentialMovingAverage>] = [
    .number(
      "decay", \.decay, in: 0...1,
      "fraction that the teacher keeps in every step (Ada-CM: 0.999)"),
    .flag(
      "ramp-up", \.rampsUp,
      "whether the first steps keep less, min(decay, (1 + t) / (10 + t)) (Ada-CM: no)"),
    .choice(
      "buffers", \.buffers,
      "whether batch norm's running statistics are averaged too or copied (Ada-CM: averaged)"),
  ]

  /// What becomes of measured buffers, such as the running means of batch norm.
  public enum Buffers: String, Sendable, Hashable, Codable, CaseIterable {
    /// Averaged as weights are (Ada-CM).
    case averaged
    /// Copied from the student (USB, FixMatch).
    case copied
  }

  /// The fraction that the teacher keeps in every step, from 0 to 1.
  public var decay: Double
  /// Whether the first steps keep less.
  ///
  /// In step `t = 0, 1, 2` and so on the fraction is `min(decay, (1 + t) / (10 + t))`.
  package var rampsUp: Bool
  /// What becomes of measured buffers.
  public var buffers: Buffers

  /// Creates an average with Ada-CM's defaults.
  public init() { self.init(decay: 0.999) }

  /// Creates an average.
  ///
  /// - Parameters:
  ///   - decay: The fraction that the teacher keeps in every step, in 0 ... 1.
  ///   - rampsUp: Whether the first steps keep less, `min(decay, (1 + t) / (10 + t))`.
  ///   - buffers: What becomes of measured buffers.
  package init(decay: Double, rampsUp: Bool = false, buffers: Buffers = .averaged) {
    check(decay >= 0 && decay <= 1, "a teacher's decay of \(decay)")
    self.decay = decay
    self.rampsUp = rampsUp
    self.buffers = buffers
  }

  /// Creates an average from its options.
  public init(_ options: ExponentialMovingAverage, for context: PartContext) { self = options }

  /// Returns the fraction that the teacher keeps in one step.
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
  package func makeTeacher(of student: ParameterStore) -> ParameterStore {
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
  package func updateBuffers(of teacher: ParameterStore, from student: ParameterStore, step: Int) {
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
