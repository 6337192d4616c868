import Backbones
public import Datasets
import Foundation
import TensorCore

/// A whole run as one value: data, labels, method, recipe, and what overrides the recipe.
///
/// Two runs with equal configurations, on one kernel path, end in the same bits. What is nil is the
/// recipe's; ``resolved()`` fills it in.
public struct RunConfiguration: Sendable, Hashable, Codable {
  /// The version of this form.
  public static let currentVersion = 1

  /// The version of the form that this value was written in.
  public var version: Int = RunConfiguration.currentVersion
  /// The data set, `FORMAT:PATH`.
  public var data: String
  /// The side to which images are resized; nil leaves them as they are.
  public var imageSize: Int?
  /// The share held out for the test where a set has no test part; nil for the format's default.
  public var testFraction: Double?
  /// The number of classes, for formats that leave a choice; nil for all.
  public var classCount: Int?
  /// What stays together where samples are drawn; nil for single images.
  public var groupBy: GroupKey?
  /// A second source of images for the unlabeled pool, `FORMAT:PATH`, or nil.
  public var unlabeledData: String?
  /// Whether images that cannot be decoded are left out; nil stands for no.
  public var skipsUnreadable: Bool?
  /// The number of labeled images of each class; nil with no split file for all.
  public var labelsPerClass: Int?
  /// The ratio of the most labeled class to the least, with ``/Datasets/ClassImbalance``'s sign; nil for 1.
  public var labeledImbalance: Double?
  /// The number of unlabeled images drawn from each class, or from the largest; nil for all.
  public var unlabeledPerClass: Int?
  /// The ratio of the largest class of the unlabeled pool to the smallest; nil to leave it.
  public var unlabeledImbalance: Double?
  /// The wrong labels among the labeled images, as ``/Datasets/LabelNoise`` is written; nil for none.
  public var labelNoise: String?
  /// The file with the places of the labeled images, one a line, or a `NamedSplit`'s name; nil to
  /// draw them.
  public var split: String?
  /// Whether labeled images are in the unlabeled pool too; nil stands for yes.
  public var labeledInUnlabeledPool: Bool?
  /// The number of validation images of each class.
  public var validationPerClass: Int = 0
  /// The method's name.
  public var method: String
  /// The recipe's name.
  public var recipe: String
  /// The backbone's name.
  public var backbone: String?
  /// The safetensors file whose weights the network starts from; nil for random ones.
  public var weights: String?
  /// The number of branches of local attention, 0 for none.
  public var attention: Int?
  /// The probability that an image loses an attention map.
  public var attentionDrop: Double?
  /// The number of steps.
  public var steps: Int?
  /// The number of steps of an epoch.
  public var epochSteps: Int?
  /// The number of labeled images of a step.
  public var batchSize: Int?
  /// The number of unlabeled images for each labeled one.
  public var unlabeledRatio: Int?
  /// The learning rate at the start.
  public var learningRate: Double?
  /// The seed of every random number.
  public var seed: UInt64
  /// The settings of method and recipe that differ from their defaults, by name; nil for none.
  public var settings: [String: SettingValue]?
  /// What happens where a loss or gradient is not finite; nil stops the run.
  public var notFinite: NotFiniteRule?
  /// The number of steps from one checkpoint to the next; nil for one at the end of every epoch.
  public var checkpointEvery: Int?
  /// The number of checkpoints that are kept beside the best one; nil for two.
  public var keepCheckpoints: Int?

  /// Creates a configuration in which everything else is the recipe's.
  ///
  /// - Parameters:
  ///   - data: The data set, `FORMAT:PATH`.
  ///   - method: The method's name.
  ///   - recipe: The recipe's name.
  ///   - seed: The seed of every random number.
  public init(data: String, method: String, recipe: String = "default", seed: UInt64 = 0) {
    self.data = data
    self.method = method
    self.recipe = recipe
    self.seed = seed
  }

  /// Returns the configuration with everything that the recipe decides written out.
  ///
  /// Settings are written as they were checked; those equal to their defaults are left out, so that
  /// saying a default aloud is the same run.
  ///
  /// - Returns: An equal run, independent of later changes of the recipe's sizes.
  /// - Throws: A ``TrainingError`` if a name is unknown or a setting cannot have its value.
  public func resolved() throws -> RunConfiguration {
    let composition = try composition()
    let recipe = composition.recipe
    var result = self
    result.backbone = backbone ?? recipe.backbone
    result.attention = composition.attention
    if attentionDrop == nil, composition.attention > 0 {
      result.attentionDrop = composition.recipeAttentionDrop
    }
    result.steps = steps ?? recipe.steps
    result.epochSteps = epochSteps ?? max(1, (steps ?? recipe.steps) / 20)
    result.batchSize = batchSize ?? recipe.batchSize
    result.unlabeledRatio = unlabeledRatio ?? recipe.unlabeledRatio
    result.learningRate = learningRate ?? recipe.optimizer.learningRate
    let changed = composition.values.changed
    result.settings = changed.isEmpty ? nil : changed
    return result
  }

  /// Returns the SHA-256 of the resolved configuration, which names the run in tables.
  ///
  /// How checkpoints are kept, and whether a number that is not finite stops the run, is left out:
  /// neither has an effect on the outcome of a run that reaches its end in both ways.
  ///
  /// - Returns: Sixty-four hexadecimal digits.
  /// - Throws: A ``TrainingError`` if a name is unknown.
  public func hash() throws -> String {
    SHA256.hexadecimal(of: try outcomeSettings().json())
  }

  /// The resolved configuration without what has no effect on the outcome.
  func outcomeSettings() throws -> RunConfiguration {
    var settings = try resolved()
    settings.checkpointEvery = nil
    settings.keepCheckpoints = nil
    settings.notFinite = nil
    return settings
  }
}
