import LossStrategies
import ThresholdPolicies
import TrainingSteps

extension Method {
  private typealias S = MethodSettings
  private typealias N = NegativeLearningSettings

  private static let fullNegativeWeight = Setting<Double>(
    "negative-weight", 1, in: 0...1e6, "factor on adaptive negative learning (paper: 1)")
  private static let meaningWeight = Setting<Double>(
    "entropy-meaning-weight", 1, in: 0...1e6, "factor on the entropy meaning loss (paper: 1)")

  /// FullMatch: FixMatch, negative labels for all samples, and an even rest for accepted ones.
  public static let fullMatch = Method(
    name: "fullmatch",
    summary: "FixMatch, adaptive negative labels for all samples, entropy meaning loss",
    source: "Chen et al., 2023, arXiv 2303.11066",
    settings: S.weights + [
      S.threshold, fullNegativeWeight, meaningWeight, N.ceiling, N.warmUpEpochs,
    ]
  ) { parts in
    parts.pipeline(
      threshold: FixedThreshold(parts[S.threshold]),
      losses: [
        parts.supervised,
        parts.pseudoLabels,
        SelectiveNegativeLearning(
          .adaptiveTopK(ceiling: parts[N.ceiling]), samples: .all, reduction: .sum,
          warmUpEpochs: parts[N.warmUpEpochs], epsilon: 1e-10) * parts[fullNegativeWeight],
        EntropyMeaningLoss(ceiling: parts[N.ceiling], warmUpEpochs: parts[N.warmUpEpochs])
          * parts[meaningWeight],
      ])
  }
}
