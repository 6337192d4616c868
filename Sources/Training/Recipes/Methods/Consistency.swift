import LossStrategies
import ThresholdPolicies
import TrainingSteps

extension Method {
  private typealias S = MethodSettings

  /// Pseudo-labels on the very view that they come from, with a weight that grows.
  public static let pseudoLabel = Method(
    name: "pseudo-label", summary: "What the network is sure of teaches the same weak view",
    source: "Lee, 2013, ICML workshop on representation learning",
    settings: S.weights + [S.threshold, S.ramp, S.linear]
  ) { parts in
    parts.pipeline(
      threshold: FixedThreshold(parts[S.threshold]),
      losses: [
        parts.supervised,
        parts.weighted(
          PseudoLabelCrossEntropy(view: .unlabeledWeak), by: S.unlabeledWeight, ramp: S.ramp,
          along: S.linear),
      ])
  }

  private static let piWeight = Setting<Double>(
    "consistency-weight", 10, in: 0...1e6,
    "factor on the distance of two answers (USB: 10; paper: 8 for CIFAR-10)")

  /// The Pi-model: two weak views of an image get the same answer.
  public static let piModel = Method(
    name: "pi-model", summary: "Two weak views of an image get the same answer",
    source: "Laine and Aila, 2017, arXiv 1610.02242",
    settings: [S.supervisedWeight, piWeight, S.ramp, S.exponential]
  ) { parts in
    parts.pipeline(losses: [
      parts.supervised,
      parts.weighted(ConsistencyLoss.piModel, by: piWeight, ramp: S.ramp, along: S.exponential),
    ])
  }

  private static let teacherWeight = Setting<Double>(
    "consistency-weight", 50, in: 0...1e6,
    "factor on the distance to the teacher's answer (USB: 50; paper: 100)")

  /// Which statistics the teacher's batch norm uses.
  enum TeacherStatistics: String, CaseIterable, Sendable {
    case batch, running
  }

  static let teacherStatistics = Setting<TeacherStatistics>(
    "teacher-statistics", .batch,
    "what the teacher's batch norm uses (authors' code and USB: its batch)")

  static func meanTeacherLoss(_ parts: MethodParts) -> ConsistencyLoss {
    let statistics: ViewRequest.Statistics =
      parts[teacherStatistics] == .batch ? .separate : .running
    return ConsistencyLoss(
      target: ViewRequest(.unlabeledWeak, by: .teacher, statistics: statistics))
  }

  /// Mean Teacher: the student's answer follows that of its moving average.
  public static let meanTeacher = Method(
    name: "mean-teacher", summary: "The student's answer follows that of its moving average",
    source: "Tarvainen and Valpola, 2017, arXiv 1703.01780",
    settings: [S.supervisedWeight, teacherWeight, teacherStatistics, S.ramp, S.exponential]
  ) { parts in
    parts.pipeline(losses: [
      parts.supervised,
      parts.weighted(
        meanTeacherLoss(parts), by: teacherWeight, ramp: S.ramp, along: S.exponential),
    ])
  }

  private static let adversarialWeight = Setting<Double>(
    "adversarial-weight", 0.3, in: 0...1e6,
    "factor on the adversarial loss (USB and Oliver et al.: 0.3; paper: 1)")
  private static let entropyWeight = Setting<Double>(
    "entropy-weight", 0.06, in: 0...1e6, "factor on the entropy (Oliver et al.: 0.06; paper: 1)")
  private static let epsilon = Setting<Double>(
    "epsilon", 6, in: 1e-6...1e6, "length of the change of an image (Oliver et al.: 6)")
  private static let xi = Setting<Double>(
    "xi", 0.01, in: 1e-6...1e3, "length at which the gradient is taken (USB: 1e-6)")
  private static let iterations = Setting<Int>(
    "power-iterations", 1, in: 1...100, "how often the direction is improved (paper: 1)")

  /// Virtual adversarial training: answers resist the worst small change of an image.
  public static let vat = Method(
    name: "vat", summary: "Answers resist the worst small change of an image, and are decided",
    source: "Miyato et al., 2018, arXiv 1704.03976",
    settings: [
      S.supervisedWeight, adversarialWeight, entropyWeight, epsilon, xi, iterations, S.ramp,
      S.linear,
    ]
  ) { parts in
    parts.pipeline(losses: [
      parts.supervised,
      parts.weighted(
        VirtualAdversarialLoss(
          epsilon: parts[epsilon], xi: parts[xi], iterations: parts[iterations]),
        by: adversarialWeight, ramp: S.ramp, along: S.linear),
      EntropyLoss(statistics: .separate) * parts[entropyWeight],
    ])
  }

  /// The schedules of training signal annealing, and none.
  private enum Annealing: String, CaseIterable, Sendable {
    case none, linear, exponential, logarithmic
  }

  private static let udaThreshold = Setting<Double>(
    "threshold", 0.8, in: 0...1, "least confidence of a soft label (authors' CIFAR-10 script: 0.8)")
  private static let temperature = Setting<Double>(
    "temperature", 0.4, in: 0.001...1_000,
    "temperature of soft labels (authors' CIFAR-10 script: 0.4; USB in effect: 1)")
  private static let annealing = Setting<Annealing>(
    "annealing", .none,
    "training signal annealing of labeled samples (authors' CIFAR-10 script: none)")
  private static let measure = Setting<TrainingSignalAnnealing.Measure>(
    "annealing-measure", .trueClass, "the probability that annealing looks at (USB: largest)")

  /// UDA: sharpened soft labels from weak views teach strong views.
  public static let uda = Method(
    name: "uda", summary: "Sharpened soft labels of the weak view teach the strong view",
    source: "Xie et al., 2020, arXiv 1904.12848",
    settings: S.weights + [udaThreshold, temperature, annealing, measure]
  ) { parts in
    let schedule = TrainingSignalAnnealing.Schedule(rawValue: parts[annealing].rawValue)
    return parts.pipeline(
      threshold: FixedThreshold(
        parts[udaThreshold], labels: .soft(temperature: parts[temperature])),
      losses: [
        SupervisedCrossEntropy(
          annealing: schedule.map { TrainingSignalAnnealing($0, measure: parts[measure]) })
          * parts[S.supervisedWeight],
        parts.pseudoLabels,
      ])
  }
}
