/// Which classes an unlabeled sample is said not to be.
///
/// The pseudo-label itself is never among them. Of equal probabilities the first class ranks higher.
/// A sample whose probabilities are not all finite rejects nothing.
public struct ComplementaryRule: Sendable, Hashable, Codable {
  /// How classes are chosen.
  package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Classes whose probability is below ``ComplementaryRule/probability``.
    case belowProbability
    /// Classes whose probability is below one over the number of classes; the level at which Kim et
    /// al., "NLNL", 2019, select.
    case belowChance
    /// Classes that are not among the ``ComplementaryRule/count`` most probable ones.
    case outsideTopK
    /// Classes outside the top k, where k, from 2 on, is the least for which the learned view's top k
    /// holds the pseudo-label of every sample of the batch; classes to which the learned view gives
    /// more than ``ComplementaryRule/ceiling`` are left out. Chen et al., "FullMatch", 2023.
    case adaptiveTopK
    /// The ``ComplementaryRule/count`` least probable classes, as in contrastive complementary
    /// labeling (arXiv 2212.06643).
    case lowest
    /// One class drawn at random, a new one every step; NLNL's plain negative learning.
    case randomOne
    /// The classes that the threshold policy names; Rizve et al., 2021, with their uncertainty.
    case bySelection
  }

  /// How classes are chosen.
  package var kind = Kind.belowProbability
  /// The probability below which a class is rejected; 0.05 in Rizve et al., "In defense of
  /// pseudo-labeling", 2021 (UPS).
  public var probability: Float = 0.05
  /// The number of most or least probable classes.
  public var count = 3
  /// The probability of the learned view above which a class is left out; 0.95 squared in FullMatch.
  package var ceiling: Float = 0.9025

  /// Creates the rule of UPS: classes with a probability below 0.05.
  public init() {}

  private init(_ kind: Kind, change: (inout ComplementaryRule) -> Void = { _ in }) {
    self.kind = kind
    change(&self)
  }

  /// Classes whose probability is below a number.
  package static func belowProbability(_ probability: Float) -> ComplementaryRule {
    ComplementaryRule(.belowProbability) { $0.probability = probability }
  }

  /// Classes whose probability is below one over the number of classes.
  package static let belowChance = ComplementaryRule(.belowChance)

  /// Classes that are not among the most probable ones.
  package static func outsideTopK(_ count: Int) -> ComplementaryRule {
    ComplementaryRule(.outsideTopK) { $0.count = count }
  }

  /// Classes outside the top k of the learned view, but for those above a ceiling.
  package static func adaptiveTopK(ceiling: Float) -> ComplementaryRule {
    ComplementaryRule(.adaptiveTopK) { $0.ceiling = ceiling }
  }

  /// The least probable classes.
  package static func lowest(_ count: Int) -> ComplementaryRule {
    ComplementaryRule(.lowest) { $0.count = count }
  }

  /// One class drawn at random.
  package static let randomOne = ComplementaryRule(.randomOne)

  /// The classes that the threshold policy names.
  package static let bySelection = ComplementaryRule(.bySelection)
}
