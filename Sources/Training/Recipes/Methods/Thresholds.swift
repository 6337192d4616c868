import LossStrategies
import ThresholdPolicies

extension Method {
  /// FixMatch: pseudo-labels from weak views above a fixed confidence teach strong views.
  public static let fixMatch = Method(
    name: "fixmatch", summary: "Fixed confidence threshold 0.95, weak view teaches strong view",
    source: "Sohn et al., 2020, arXiv 2001.07685"
  ) { backbone, recipe, side in
    Pipeline(
      backbone: backbone, recipe: recipe, side: side, threshold: FixedThreshold(0.95),
      losses: [
        SupervisedCrossEntropy() * recipe.supervisedWeight,
        PseudoLabelCrossEntropy() * recipe.unlabeledWeight,
      ])
  }

  /// FlexMatch: as FixMatch, with a threshold for every class that follows its learning status.
  public static let flexMatch = Method(
    name: "flexmatch", summary: "Curriculum thresholds per class by learning status, with warm-up",
    source: "Zhang et al., 2021, arXiv 2110.08263"
  ) { backbone, recipe, side in
    Pipeline(
      backbone: backbone, recipe: recipe, side: side, threshold: CurriculumThreshold(),
      losses: [
        SupervisedCrossEntropy() * recipe.supervisedWeight,
        PseudoLabelCrossEntropy() * recipe.unlabeledWeight,
      ])
  }
}
