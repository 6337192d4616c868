/// Which images of a step, and how they were changed.
public struct View: Sendable, Hashable, Codable {
  /// Where the images come from.
  public enum Pool: String, Sendable, Hashable, Codable, CaseIterable {
    /// The labeled batch.
    case labeled
    /// The unlabeled batch.
    case unlabeled
  }

  /// How much the images were changed.
  public enum Strength: String, Sendable, Hashable, Codable {
    /// Not at all.
    case plain
    /// By the pipeline's weak augmentation.
    case weak
    /// By the pipeline's strong augmentation.
    case strong
    /// Made within the step out of other views, by the pipeline's transform.
    case mixed
    /// By the probe of a strong augmentation that learns.
    case probe
  }

  /// The strengths that every pipeline makes of any image, for options that choose among them.
  package enum Level: String, Sendable, Hashable, Codable, CaseIterable {
    /// ``Strength/plain``.
    case plain
    /// ``Strength/weak``.
    case weak
    /// ``Strength/strong``.
    case strong

    /// The strength.
    package var strength: Strength {
      switch self {
      case .plain: .plain
      case .weak: .weak
      case .strong: .strong
      }
    }
  }

  /// Where the images come from.
  public let pool: Pool
  /// How much they were changed.
  public let strength: Strength
  /// Tells views of the same strength apart; each has its own random draws.
  public let number: Int

  /// Creates a view.
  ///
  /// - Parameters:
  ///   - pool: Where the images come from.
  ///   - strength: How much they are changed.
  ///   - number: Tells views of the same strength apart.
  public init(_ pool: Pool, _ strength: Strength, number: Int = 0) {
    self.pool = pool
    self.strength = strength
    self.number = number
  }

  /// The weak view of the labeled batch.
  public static let labeledWeak = View(.labeled, .weak)
  /// The first weak view of the unlabeled batch.
  public static let unlabeledWeak = View(.unlabeled, .weak)
  /// The first strong view of the unlabeled batch.
  public static let unlabeledStrong = View(.unlabeled, .strong)
}
