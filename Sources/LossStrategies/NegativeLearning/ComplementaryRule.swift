import TensorCore

/// Which classes an unlabeled sample is said not to be.
///
/// The pseudo-label itself is never among them. Of equal probabilities the first class ranks higher.
/// A sample whose probabilities are not all finite rejects nothing.
public enum ComplementaryRule: Sendable, Hashable, Codable {
  /// Classes whose probability is below a number; 0.05 in Rizve et al., "In defense of
  /// pseudo-labeling", 2021 (UPS).
  case belowProbability(Float)
  /// Classes whose probability is below one over the number of classes; the level at which Kim et
  /// al., "NLNL", 2019, select.
  case belowChance
  /// Classes that are not among the most probable ones.
  case outsideTopK(Int)
  /// Classes outside the top k, where k, from 2 on, is the least for which the learned view's top k
  /// holds the pseudo-label of every sample of the batch; classes that the learned view gives more
  /// than a ceiling are left out. Chen et al., "FullMatch", 2023, with the ceiling 0.9025.
  case adaptiveTopK(ceiling: Float)
  /// The least probable classes, as in contrastive complementary labeling (arXiv 2212.06643).
  case lowest(Int)
  /// One class drawn at random, a new one every step; NLNL's plain negative learning.
  case randomOne
  /// The classes that the threshold policy names; Rizve et al., 2021, with their uncertainty.
  case bySelection
}
