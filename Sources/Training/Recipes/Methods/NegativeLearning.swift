import Backbones
import LossStrategies
import ThresholdPolicies
import TrainingSteps

extension Method {
  /// The paper's method: thresholds per class from labeled confidence, negative learning below.
  public static let dtaSNL = Method(
    name: "dta-snl",
    summary:
      "Dynamic Threshold Adjustment and Selective Negative Learning, teacher's pseudo-labels",
    source: "Cai et al., 2026, arXiv 2601.05556 (formulas inferred)"
  ) { backbone, recipe, side in
    Pipeline(
      backbone: backbone, recipe: recipe, side: side,
      threshold: DynamicThresholdAdjustment(classCount: backbone.classCount),
      losses: [
        SupervisedCrossEntropy() * recipe.supervisedWeight,
        PseudoLabelCrossEntropy() * recipe.unlabeledWeight,
        SelectiveNegativeLearning(below: 0.05) * recipe.negativeWeight,
      ],
      companions: recipe.joinsWeakView ? [ViewRequest(.unlabeledWeak)] : [])
  }
}
