public import Augmentations
public import Backbones
import TensorCore

/// Everything about a run that a method leaves open, with the source's values.
public struct Recipe: Sendable {
  /// The name on the command line.
  public let name: String
  /// What the recipe is, in one line.
  public let summary: String
  /// Where the values come from.
  public let source: String
  /// What makes a step of the gradients.
  public var optimizer: Optimizer
  /// How the learning rate changes.
  public var schedule: LearningRateSchedule
  /// How the teacher follows the student.
  public var teacher: TeacherUpdate
  /// The share of a batch in batch norm's running statistics.
  public var batchNormMomentum: Float
  /// The backbone's name.
  public var backbone: String
  /// Attention on the last map; nil for none.
  public var localAttention: LocalAttention?
  /// How features become class scores.
  public var head: ClassifierHead
  /// The name of what makes weak views, such as `flip-and-crop`.
  public var weakName: String
  /// The name of what makes strong views, such as `usb`.
  public var strongName: String
  /// The largest shift of an image in augmentation, in pixels, given its side.
  public var padding: @Sendable (_ side: Int) -> Int
  /// How pixels become numbers; nil to measure the training images.
  public var normalization: Normalization?
  /// The number of labeled images of a step.
  public var batchSize: Int
  /// The number of unlabeled images for each labeled one.
  public var unlabeledRatio: Int
  /// Whether labeled images are drawn so that all classes are equally likely.
  public var isClassBalanced: Bool
  /// The number of steps.
  public var steps: Int
  /// The factor on the supervised loss.
  public var supervisedWeight: Float
  /// The factor on the loss of pseudo-labels.
  public var unlabeledWeight: Float
  /// The factor on negative learning.
  public var negativeWeight: Float
  /// Whether the weak unlabeled view joins the student's batch even where nobody reads it there.
  public var joinsWeakView: Bool

  /// All recipes.
  public static let all: [Recipe] = [.standard, .paper, .usb, .fixMatch]

  /// Returns the recipe of a name.
  ///
  /// - Parameter name: The name on the command line.
  /// - Returns: The recipe.
  /// - Throws: A ``TrainingError`` that lists the names.
  public static func named(_ name: String) throws -> Recipe {
    try find(name, among: all, kind: "recipe", name: \.name)
  }
}

extension Recipe {
  /// Returns what makes weak views of images of a side.
  public func weak(_ side: Int) -> AugmentationPipeline { augmentation(weakName, side) }

  /// Returns what makes strong views of images of a side.
  public func strong(_ side: Int) -> AugmentationPipeline { augmentation(strongName, side) }

  private func augmentation(_ name: String, _ side: Int) -> AugmentationPipeline {
    do {
      return try .named(name, padding: padding(side))
    } catch {
      fail("the recipe '\(self.name)': \(error)")
    }
  }
}

extension Recipe {
  /// The recipe `default`: small networks and short runs on two cores.
  public static let standard = Recipe(
    name: "default", summary: "SGD 0.03, 7/16 cosine, EMA 0.999 with ramp, RandAugment of USB",
    source: "the Fashion-MNIST reference of this package's benchmarks",
    optimizer: .sgd(learningRate: 0.03, momentum: 0.9, nesterov: true, weightDecay: 5e-4),
    schedule: .sevenSixteenthsCosine,
    teacher: .exponentialMovingAverage(decay: 0.999, rampsUp: true, buffers: .copied),
    batchNormMomentum: 0.1, backbone: "wrn-10-1", localAttention: nil, head: .linear,
    weakName: "flip-and-crop", strongName: "usb", padding: { $0 < 32 ? 2 : $0 / 8 },
    normalization: nil, batchSize: 32, unlabeledRatio: 3, isClassBalanced: false, steps: 2_000,
    supervisedWeight: 1, unlabeledWeight: 1, negativeWeight: 1, joinsWeakView: true)

  /// The recipe `paper`: the settings of the paper's lineage, all of them inferred.
  public static let paper = Recipe(
    name: "paper",
    summary: "ResNet-18 with local attention and map drop, Adam 5e-4, weights 0.5 / 1 / 0.1",
    source: "arXiv 2601.05556 as inferred from the code of Ada-CM (arXiv 2203.12341)",
    optimizer: .adam(learningRate: 5e-4, multiplicativeDecay: 0.02),
    schedule: .constant,
    teacher: .exponentialMovingAverage(decay: 0.999, rampsUp: false, buffers: .averaged),
    batchNormMomentum: 0.1, backbone: "resnet18",
    localAttention: LocalAttention(branches: 2, dropProbability: 0.6), head: .normalized,
    weakName: "flip-and-crop", strongName: "usb", padding: { max(1, $0 / 28) },
    normalization: .imageNet, batchSize: 16, unlabeledRatio: 1, isClassBalanced: true,
    steps: 16_000, supervisedWeight: 0.5, unlabeledWeight: 1, negativeWeight: 0.1,
    joinsWeakView: false)

  /// The recipe `usb`: USB's settings for Wide ResNets on 32-pixel images.
  public static let usb = Recipe(
    name: "usb", summary: "WRN-28-2, 64 labeled and 448 unlabeled images a step, SGD 0.03",
    source: "microsoft/Semi-supervised-learning, classic_cv configurations",
    optimizer: .sgd(learningRate: 0.03, momentum: 0.9, nesterov: true, weightDecay: 5e-4),
    schedule: .sevenSixteenthsCosine,
    teacher: .exponentialMovingAverage(decay: 0.999, rampsUp: false, buffers: .copied),
    batchNormMomentum: 0.001, backbone: "wrn-28-2", localAttention: nil, head: .linear,
    weakName: "flip-and-crop", strongName: "usb", padding: { max(1, $0 / 8) },
    normalization: .imageNet, batchSize: 64, unlabeledRatio: 7, isClassBalanced: false,
    steps: 1 << 20, supervisedWeight: 1, unlabeledWeight: 1, negativeWeight: 1,
    joinsWeakView: true)

  /// The recipe `fixmatch`: the settings of FixMatch's own code for CIFAR-10.
  public static let fixMatch = Recipe(
    name: "fixmatch", summary: "as usb, with RandAugment of two operations and EMA of buffers",
    source: "Sohn et al., FixMatch, 2020 (arXiv 2001.07685), Table 4 and google-research/fixmatch",
    optimizer: .sgd(learningRate: 0.03, momentum: 0.9, nesterov: true, weightDecay: 5e-4),
    schedule: .sevenSixteenthsCosine,
    teacher: .exponentialMovingAverage(decay: 0.999, rampsUp: false, buffers: .averaged),
    batchNormMomentum: 0.001, backbone: "wrn-28-2", localAttention: nil, head: .linear,
    weakName: "flip-and-crop", strongName: "google", padding: { max(1, $0 / 8) },
    normalization: nil, batchSize: 64, unlabeledRatio: 7, isClassBalanced: false, steps: 1 << 20,
    supervisedWeight: 1, unlabeledWeight: 1, negativeWeight: 1, joinsWeakView: true)
}
