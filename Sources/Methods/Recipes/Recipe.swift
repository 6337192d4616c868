public import Augmentations
public import Parts

/// Everything about a run that a method leaves open, with the source's values.
public struct Recipe: Sendable {
  /// The name on the command line.
  public let name: String
  /// What the recipe is, in one line.
  public let summary: String
  /// Where the values come from.
  public let source: String
  /// The part of every slot.
  public var parts: [Slot: PartChoice]
  /// Defaults by option path, such as `backbone.batch-norm-momentum`, for whatever part is chosen that
  /// has such an option.
  public var defaults: [String: OptionValue]
  /// How pixels become numbers; nil to measure the training images.
  public var normalization: Normalization?
  /// The number of labeled images of a step.
  public var batchSize: Int
  /// The number of unlabeled images for each labeled one.
  public var unlabeledRatio: Int
  /// The number of steps.
  public var steps: Int
  /// The weights of losses by name; 1 for a loss that is not named.
  package var lossWeights: [String: Double]
  /// How samples are drawn, and what joins the student's batch.
  public var options: RecipeOptions

  /// Creates a recipe.
  ///
  /// - Parameters:
  ///   - name: The name on the command line.
  ///   - summary: What the recipe is, in one line.
  ///   - source: Where the values come from.
  ///   - parts: The part of every slot.
  ///   - defaults: Defaults by option path.
  ///   - normalization: How pixels become numbers; nil to measure the training images.
  ///   - batchSize: The number of labeled images of a step.
  ///   - unlabeledRatio: The number of unlabeled images for each labeled one.
  ///   - steps: The number of steps.
  ///   - lossWeights: The weights of losses by name.
  ///   - options: How samples are drawn, and what joins the student's batch.
  public init(
    _ name: String, _ summary: String, source: String, parts: [Slot: PartChoice],
    defaults: [String: OptionValue] = [:], normalization: Normalization? = nil, batchSize: Int,
    unlabeledRatio: Int, steps: Int, lossWeights: [String: Double] = [:],
    options: RecipeOptions = RecipeOptions()
  ) {
    self.name = name
    self.summary = summary
    self.source = source
    self.parts = parts
    self.defaults = defaults
    self.normalization = normalization
    self.batchSize = batchSize
    self.unlabeledRatio = unlabeledRatio
    self.steps = steps
    self.lossWeights = lossWeights
    self.options = options
  }

  /// The part of a slot.
  subscript(slot: Slot) -> PartChoice { parts[slot] ?? PartChoice("none") }
}
