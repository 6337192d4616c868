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
  public static let all: [Method] = [
    .supervised,
    .fixMatch,
    .flexMatch,
    .dtaSNL,
  ]
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
