public import Parts
public import Training

/// Everything about the parts of a run, every option with its value: what a run's hash covers.
///
/// Two ways of saying the same parts give equal compositions: a method by name or spelled out, an
/// option left alone or said with its default.
public struct Composition: Sendable, Hashable, Codable {
  /// One loss with its weight.
  public struct Term: Sendable, Hashable, Codable {
    /// The name in logs.
    public let label: String
    /// The loss with all of its options.
    public let loss: PartChoice
    /// The weight and its course.
    public let weight: [String: OptionValue]
  }

  /// What is trained at one time.
  public struct Stage: Sendable, Hashable, Codable {
    /// The threshold policy with all of its options; nil for none.
    public let threshold: PartChoice?
    /// The batch transform with all of its options; nil for none.
    public let transform: PartChoice?
    /// The losses.
    public let losses: [Term]
    /// The teacher with all of its options.
    public let teacher: PartChoice
    /// Whether the weak unlabeled view joins the student's batch for its statistics.
    public let joinsWeakView: Bool
    /// What the student starts from.
    public let start: Training.Stage.Start
    /// The length and the number of repetitions.
    public let options: [String: OptionValue]
  }

  /// The part of every slot but the teacher, with all of its options, by the slot's name.
  public let parts: [String: PartChoice]
  /// The stages.
  public let stages: [Stage]
  /// How samples are drawn.
  public let isClassBalanced: Bool
  /// How pixels become numbers: `measured`, or the recipe whose numbers are used.
  public let normalization: String
  /// Whether the labels of all training images are learned from.
  public let usesAllLabels: Bool
}
