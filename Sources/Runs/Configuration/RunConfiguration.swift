public import Datasets
public import Methods
public import Parts
import TensorCore
package import Training

/// A whole run as one value: data, labels, method, recipe, and what overrides the recipe.
///
/// Two runs with equal configurations, on one kernel path, end in the same bits. What is nil is the
/// recipe's; ``resolved()`` fills it in.
public struct RunConfiguration: Sendable {
  /// The version of the JSON form.
  package static let currentVersion = 2
  /// The method of a run that names none.
  public static let defaultMethod = "dta-snl"
  /// The recipe of a run that names none.
  public static let defaultRecipe = "default"

  /// Where the names of parts, methods and recipes are looked up; no part of the run itself.
  public var catalog: PartCatalog
  /// The data set, `FORMAT:PATH`.
  public var data: String
  /// The side to which images are resized; nil leaves them as they are.
  public var imageSize: Int?
  /// The fraction held out for the test where a set has no test part; nil for the format's default.
  public var testFraction: Double?
  /// The number of classes, for formats that leave a choice; nil for all.
  public var classCount: Int?
  /// What stays together where samples are drawn; nil for single images.
  public var groupBy: GroupKey?
  /// A second source of images for the unlabeled pool, `FORMAT:PATH`, or nil.
  package var unlabeledData: String?
  /// Whether images that cannot be decoded are left out; nil stands for no.
  package var skipsUnreadable: Bool?
  /// The number of labeled images of each class; nil with no split file for all.
  public var labelsPerClass: Int?
  /// The ratio of the most labeled class to the least, with ``/Datasets/ClassImbalance``'s sign; nil for 1.
  package var labeledImbalance: Double?
  /// The number of unlabeled images drawn from each class, or from the largest; nil for all.
  package var unlabeledPerClass: Int?
  /// The ratio of the largest class of the unlabeled pool to the smallest; nil to leave it.
  package var unlabeledImbalance: Double?
  /// The wrong labels among the labeled images, as `LabelNoise` is written; nil for none.
  public var labelNoise: String?
  /// The file with the indices of the labeled images, one a line, or a `NamedSplit`'s name; nil to
  /// draw them.
  public var split: String?
  /// Whether labeled images are in the unlabeled pool too; nil stands for yes.
  package var labeledInUnlabeledPool: Bool?
  /// The number of validation images of each class.
  package var validationPerClass: Int = 0
  /// The method's name.
  public var method: String
  /// The recipe's name.
  public var recipe: String
  /// The safetensors file whose weights the network starts from; nil for random ones.
  public var weights: String?
  /// The number of steps.
  public var steps: Int?
  /// The number of steps of an epoch.
  public var epochSteps: Int?
  /// The number of labeled images of a step.
  public var batchSize: Int?
  /// The number of unlabeled images for each labeled one.
  public var unlabeledRatio: Int?
  /// The seed of every random number.
  public var seed: UInt64
  /// Options of parts by path or by an end of it that no other has, such as `warm-up`, and names of
  /// parts by slot, such as `optimizer`.
  public var settings: [String: OptionValue] = [:]
  /// What happens where a loss or gradient is not finite; nil stops the run.
  package var notFinite: NotFiniteRule?
  /// The number of steps from one checkpoint to the next; nil for one at the end of every epoch.
  package var checkpointEvery: Int?
  /// The number of checkpoints that are kept beside the best one; nil for two.
  package var keepCheckpoints: Int?

  /// Creates a configuration in which everything else is the recipe's.
  ///
  /// - Parameters:
  ///   - data: The data set, `FORMAT:PATH`.
  ///   - method: The method's name, or a composition.
  ///   - recipe: The recipe's name.
  ///   - seed: The seed of every random number.
  ///   - catalog: Where names are looked up.
  public init(
    data: String, method: String = RunConfiguration.defaultMethod,
    recipe: String = RunConfiguration.defaultRecipe, seed: UInt64 = 0,
    catalog: PartCatalog = .standard
  ) {
    self.data = data
    self.method = method
    self.recipe = recipe
    self.seed = seed
    self.catalog = catalog
  }
}

extension RunConfiguration: Hashable {
  /// The value of every key that is said, by its name in JSON.
  var values: [String: RunValue] {
    var values: [String: RunValue] = [:]
    for key in Self.keys { values[key.jsonKey] = key.read(self) }
    return values
  }

  /// Whether two configurations say the same, whatever their catalogs.
  public static func == (left: RunConfiguration, right: RunConfiguration) -> Bool {
    left.values == right.values
  }

  /// Hashes what is said.
  public func hash(into hasher: inout Hasher) { hasher.combine(values) }
}
