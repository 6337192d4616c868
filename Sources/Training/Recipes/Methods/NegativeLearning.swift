import Backbones
import LossStrategies
import ThresholdPolicies
import TrainingSteps

extension Method {
  private typealias S = NegativeLearningSettings

  /// The paper's method: thresholds per class from labeled confidence, negative learning below.
  public static let dtaSNL = Method(
    name: "dta-snl",
    summary:
      "Dynamic Threshold Adjustment and Selective Negative Learning, teacher's pseudo-labels",
    source: "Cai et al., 2026, arXiv 2601.05556 (formulas inferred)",
    settings: MethodSettings.weights + S.threshold + S.negative
  ) { parts in
    parts.pipeline(
      threshold: parts.dynamicThreshold,
      companions: parts.recipe.joinsWeakView ? [ViewRequest(.unlabeledWeak)] : [],
      losses: [
        parts.supervised,
        parts.pseudoLabels,
        parts.selectiveNegativeLearning * parts[S.negativeWeight],
      ])
  }
}
