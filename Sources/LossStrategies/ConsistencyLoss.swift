public import Parts
public import TensorCore
public import TrainingSteps

/// The distance between what the student says about one view and a constant answer to another.
///
///     squared:     mean over samples and classes of (softmax(student) - softmax(target))^2
///     divergence:  mean over samples of KL(softmax(target) || softmax(student))
///
/// All unlabeled samples count; no threshold policy is needed. An empty batch gives 0. Gradients
/// flow to the student through its own view, never through the target.
///
/// Source: Laine and Aila, "Temporal ensembling", 2017 (arXiv 1610.02242) for the Pi-model;
/// Tarvainen and Valpola, "Mean teachers", 2017 (arXiv 1703.01780) for a teacher as target.
public struct ConsistencyLoss: LossStrategy, Part {
  /// The name, summary and source.
  public static let info = PartInfo(
    "consistency", "distance of two answers to one image (Pi-model, Mean Teacher)",
    source: "https://arxiv.org/abs/1703.01780")

  /// How the distance is measured.
  public enum Distance: String, Sendable, Hashable, Codable, CaseIterable {
    /// The mean square of the differences of probabilities.
    case squared
    /// The Kullback-Leibler divergence of the student from the target.
    case divergence
  }

  /// Which statistics a teacher's batch norm uses.
  package enum TeacherStatistics: String, Sendable, Hashable, Codable, CaseIterable {
    /// Those of its batch, as in the authors' code and in USB.
    case batch
    /// The running ones.
    case running
  }

  /// What can be chosen.
  public struct Options: PartOptions {
    /// Whose answer the student should give.
    public var target = ViewRequest.Network.teacher
    /// Which statistics a teacher's batch norm uses.
    package var statistics = TeacherStatistics.batch
    /// How the distance is measured.
    public var distance = Distance.squared

    /// The options.
    public static let declared: [OptionDeclaration<Self>] = [
      .choice(
        "target", \.target,
        "whose answer to another weak view is the target (Mean Teacher: teacher; Pi-model: student)"
      ),
      .choice(
        "teacher-statistics", \.statistics,
        "what the teacher's batch norm uses (authors' code and USB: its batch)",
        when: { $0.target == .teacher }),
      .choice("distance", \.distance, "how the distance is measured (papers and USB: squared)"),
    ]

    /// The values of Mean Teacher.
    public init() {}
  }

  /// The name of the term in logs.
  public let name: String
  /// The images that the student answers to.
  public let view: View
  /// The answer that the student should give.
  public let target: ViewRequest
  /// How the distance is measured.
  package let distance: Distance

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - options: What was chosen.
  ///   - context: Not looked at.
  public init(_ options: Options, for context: PartContext) {
    self.init(
      target: options.target == .student
        ? ViewRequest(.unlabeledWeak)
        : ViewRequest(
          .unlabeledWeak, by: .teacher,
          statistics: options.statistics == .batch ? .separate : .running),
      distance: options.distance)
  }

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - view: The images that the student answers to; by default a second weak view.
  ///   - target: The answer that the student should give; its gradient is never used.
  ///   - distance: How the distance is measured.
  ///   - name: The name of the term in logs.
  public init(
    view: View = View(.unlabeled, .weak, number: 1),
    target: ViewRequest = ViewRequest(.unlabeledWeak, by: .teacher, statistics: .separate),
    distance: Distance = Options().distance, name: String = info.name
  ) {
    self.view = view
    self.target = target.computation
    self.distance = distance
    self.name = name
  }

  /// The student's own answer to the first weak view as target of a second one.
  package static let piModel = ConsistencyLoss(target: ViewRequest(.unlabeledWeak))

  /// The teacher's answer to the first weak view as target of a second one.
  ///
  /// The teacher answers with the statistics of its own batch, as in the authors' code, where it runs in
  /// training mode: so does the student, and a distance that counts fifty times would otherwise learn
  /// the difference between a batch's statistics and running ones.
  public static let meanTeacher = ConsistencyLoss()

  /// What the loss reads: the student's answer with gradient, and the target without.
  public var requests: [ViewRequest] { [.learned(view), target] }

  /// Returns the value of the term.
  ///
  /// - Parameter step: What the networks said.
  /// - Returns: A tensor without axes.
  public func callAsFunction(_ step: Step) -> Tensor {
    let logits = step.logits(.learned(view))
    let goal = step.probabilities(target)
    check(logits.shape == goal.shape, "\(name): answers \(logits.shape), targets \(goal.shape)")
    if logits.elementCount == 0 { return Tensor(0) }
    return switch distance {
    case .squared: (logits.softmax() - goal).squared().mean()
    case .divergence: logits.klDivergence(from: goal).mean()
    }
  }
}
