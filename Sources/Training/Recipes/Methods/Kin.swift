import LossStrategies
import ThresholdPolicies
import TrainingSteps

extension Method {
  private typealias S = MethodSettings
  private typealias N = NegativeLearningSettings

  private static let half = Setting<Double>(
    "supervised-weight", 0.5, in: 0...1e6, "factor on labeled cross-entropy (Ada-CM: 0.5)")
  private static let contrastiveWeight = Setting<Double>(
    "contrastive-weight", 0.1, in: 0...1e6, "factor on the contrastive term (Ada-CM: 0.1)")
  private static let contrastiveTemperature = Setting<Double>(
    "contrastive-temperature", 0.07, in: 1e-3...1e3, "temperature of the products (Ada-CM: 0.07)")

  /// Ada-CM: an adaptive confidence margin for each class, and contrast among rejected samples.
  public static let adaCM = Method(
    name: "ada-cm",
    summary: "Adaptive confidence margins, two weak views, contrast among rejected samples",
    source: "Li et al., 2022, arXiv 2203.12341",
    settings: [
      half, S.unlabeledWeight, contrastiveWeight, contrastiveTemperature, N.beta, N.gamma,
      N.initialThreshold, N.floor,
    ]
  ) { parts in
    parts.pipeline(
      threshold: DynamicThresholdAdjustment(
        classCount: parts.classCount, beta: parts[N.beta], gamma: parts[N.gamma],
        initialThreshold: parts[N.initialThreshold], floor: parts[N.floor],
        views: .weak(2, by: .student)),
      losses: [
        SupervisedCrossEntropy() * parts[half],
        parts.pseudoLabels,
        ContrastiveLoss(temperature: parts[contrastiveTemperature]) * parts[contrastiveWeight],
      ])
  }

  private static let agreement = Setting<Double>(
    "agreement", 0.5, in: 0...1, "share of agreement in the loss after the warm-up (authors: 0.5)")
  private static let agreementPool = Setting<View.Pool>(
    "agreement-pool", .labeled, "whose weak and strong views agree (paper: labeled)")
  private static let warmUpEpochs = Setting<Int>(
    "warm-up-epochs", 3, in: 0...1_000_000,
    "epochs in which all labels count (authors: 5 of 40; an epoch is a twentieth of a run)")

  /// DNFER: clean labels are chosen by the batch's mean belief; weak and strong view agree.
  public static let dnfer = Method(
    name: "dnfer", summary: "For noisy labels: chooses clean ones, weak and strong view agree",
    source: "Gera and Balasubramanian, 2022, arXiv 2208.10221",
    settings: [S.supervisedWeight, agreement, agreementPool, warmUpEpochs]
  ) { parts in
    let (alpha, start): (Float, Int) = (parts[agreement], parts[warmUpEpochs])
    func labeled(_ name: String, _ share: Float) -> [WeightedLoss] {
      [View.labeledWeak, View(.labeled, .strong)].map {
        SupervisedCrossEntropy(view: $0, name: "\(name)-\($0.strength)")
          * (parts[S.supervisedWeight] / 2 * share)
      }
    }
    return parts.pipeline(
      threshold: BatchMeanSelection(warmUpEpochs: start),
      losses: labeled("supervised", 1 - alpha)
        + labeled("warm-up", alpha).map { $0.during(epochs: 0..<start) }
        + [
          (SymmetricDivergenceLoss(pool: parts[agreementPool]) * alpha)
            .during(epochs: start..<Int.max)
        ])
  }

  private static let rejected = Setting<Double>(
    "rejected", 0.3, in: 0...1, "share of labels taken for noise in the end (inferred)")
  private static let growth = Setting<Int>(
    "rejected-epochs", 10, in: 1...1_000_000, "epochs in which that share grows (co-teaching: 10)")
  private static let ranking = Setting<ViewRequest.Network>(
    "ranking", .teacher, "which network's losses are ranked (inferred)")
  private static let consistency = Setting<Double>(
    "consistency-weight", 50, in: 0...1e6,
    "factor on the distance to the teacher's answer (as mean-teacher)")

  /// Progressive Teacher: a mean teacher that trusts fewer and fewer labels, those of small loss.
  public static let progressiveTeacher = Method(
    name: "progressive-teacher",
    summary: "For noisy labels: a mean teacher that keeps labels of small loss (inferred)",
    source: "Jiang et al., 2022, arXiv 2205.14361 (algorithm inferred)",
    settings: [
      S.supervisedWeight, rejected, growth, ranking, consistency, teacherStatistics, S.ramp,
      S.exponential,
    ]
  ) { parts in
    parts.pipeline(
      threshold: SmallLossSelection(
        rejected: parts[rejected], epochs: parts[growth],
        view: ViewRequest(.labeledWeak, by: parts[ranking])),
      losses: [
        parts.supervised,
        parts.weighted(
          meanTeacherLoss(parts), by: consistency, ramp: S.ramp, along: S.exponential),
      ])
  }
}
