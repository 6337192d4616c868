import LossStrategies

extension Method {
  /// Cross-entropy on the labeled images and nothing else.
  public static let supervised = Method(
    name: "supervised", summary: "Cross-entropy on the labeled images alone",
    source: "reference"
  ) { backbone, recipe, side in
    Pipeline(
      backbone: backbone, recipe: recipe, side: side,
      losses: [SupervisedCrossEntropy() * recipe.supervisedWeight])
  }
}
