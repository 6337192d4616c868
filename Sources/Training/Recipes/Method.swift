public import Backbones
import LossStrategies
import ThresholdPolicies
import TrainingSteps

/// A method of learning: policy, losses, teacher and views, as a composition of shared parts.
public struct Method: Sendable {
  /// The name on the command line.
  public let name: String
  /// What the method does, in one line.
  public let summary: String
  /// The paper that defines it.
  public let source: String
  /// Puts the method together on a backbone with a recipe's settings, for images of a side.
  public let pipeline:
    @Sendable (_ backbone: any Backbone, _ recipe: Recipe, _ side: Int) -> Pipeline

  /// Returns the method of a name.
  ///
  /// - Parameter name: The name on the command line.
  /// - Returns: The method.
  /// - Throws: A ``TrainingError`` that lists the names.
  public static func named(_ name: String) throws -> Method {
    try find(name, among: all, kind: "method", name: \.name)
  }

  /// All methods; a new one is one line here.
  public static let all: [Method] = [.supervised, .fixMatch, .flexMatch, .dtaSNL]
}

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

extension Pipeline {
  /// Puts a method's own parts together with what the recipe says about the rest.
  init(
    backbone: any Backbone, recipe: Recipe, side: Int, threshold: (any ThresholdPolicy)? = nil,
    losses: [any LossStrategy], companions: [ViewRequest] = []
  ) {
    self.init(
      backbone: backbone, weak: recipe.weak(side), strong: recipe.strong(side),
      teacher: recipe.teacher, threshold: threshold, losses: losses, companions: companions)
  }
}
