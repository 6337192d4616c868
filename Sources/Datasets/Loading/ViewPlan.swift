public import Augmentations

/// One of the views that a batch holds: which samples, and how they are changed.
public struct ViewPlan: Sendable {
  /// The samples that a view shows.
  public enum Pool: Sendable, Hashable {
    /// The labeled batch.
    case labeled
    /// The unlabeled batch.
    case unlabeled
  }

  /// The samples that the view shows.
  public let pool: Pool
  /// What is done to every image; nil for nothing.
  public let augmentation: (any Augmentation)?
  /// Tells the random numbers of the views of one pool apart.
  public let number: Int

  /// Creates a plan.
  ///
  /// - Parameters:
  ///   - pool: The samples that the view shows.
  ///   - augmentation: What is done to every image; nil for nothing.
  ///   - number: Tells the random numbers of the views of one pool apart. A view keeps its numbers
  ///     when other views come or go.
  public init(_ pool: Pool, _ augmentation: (any Augmentation)?, number: Int) {
    self.pool = pool
    self.augmentation = augmentation
    self.number = number
  }
}
