public import Backbones
public import LossStrategies
import TensorCore
public import ThresholdPolicies
public import TrainingSteps

/// What a method is put together from: the network, the recipe, and the values of its settings.
public struct MethodParts: Sendable {
  /// The network that learns.
  public let backbone: any Backbone
  /// Everything that the method leaves open.
  public let recipe: Recipe
  /// The shorter side of the images, in pixels.
  public let side: Int
  let values: SettingValues

  /// The number of classes.
  public var classCount: Int { backbone.classCount }

  /// Returns the value of a setting that the method declares.
  public subscript<Value>(setting: Setting<Value>) -> Value { values[setting] }

  /// Returns the value of a setting that the method declares, in single precision.
  public subscript(setting: Setting<Double>) -> Float { Float(values[setting] as Double) }

  /// Puts the method's own parts together with what the recipe says about the rest.
  ///
  /// - Parameters:
  ///   - threshold: What chooses pseudo-labels; nil for none.
  ///   - transform: What makes the images that are learned from; nil for none.
  ///   - companions: Views that join the student's batch for its statistics alone.
  ///   - losses: The terms whose sum is minimized.
  /// - Returns: The pipeline.
  public func pipeline(
    threshold: (any ThresholdPolicy)? = nil, transform: (any BatchTransform)? = nil,
    companions: [ViewRequest] = [], losses: [any LossStrategy]
  ) -> Pipeline {
    Pipeline(
      backbone: backbone, weak: recipe.weak(side), strong: recipe.strong(side),
      teacher: teacher, threshold: threshold, transform: transform, losses: losses,
      companions: companions)
  }

  /// The recipe's teacher, with the buffers of a method that declares them as a setting of its own.
  private var teacher: TeacherUpdate {
    var teacher = recipe.teacher
    if values.declares(RecipeSettings.teacherBuffers) {
      teacher.buffers = values[RecipeSettings.teacherBuffers]
    }
    return teacher
  }

  /// Cross-entropy on the labeled weak view, with the weight of the settings.
  public var supervised: any LossStrategy {
    SupervisedCrossEntropy() * self[MethodSettings.supervisedWeight]
  }

  /// Returns a loss with a factor, which may grow from the start of the run.
  ///
  /// - Parameters:
  ///   - loss: The loss.
  ///   - weight: The setting of the factor.
  ///   - ramp: The setting of the share of the run in which it grows; 0 for not at all.
  ///   - curve: The setting of the curve along which it grows.
  /// - Returns: The weighted loss.
  public func weighted(
    _ loss: any LossStrategy, by weight: Setting<Double>, ramp: Setting<Double>,
    along curve: Setting<Ramp.Curve>
  ) -> any LossStrategy {
    let share: Double = self[ramp]
    return WeightedLoss(
      loss, weight: self[weight], ramp: share > 0 ? Ramp(self[curve], over: share) : nil)
  }

  /// Cross-entropy of the strong view with pseudo-labels, with the weight of the settings.
  public var pseudoLabels: any LossStrategy {
    PseudoLabelCrossEntropy() * self[MethodSettings.unlabeledWeight]
  }
}
