package import Parts
package import Training

/// Everything about the parts of a run, every option with its value: what a run's hash covers.
///
/// Two ways of saying the same parts give equal compositions: a method by name or spelled out, an
/// option left alone or said with its default.
package struct Composition: Sendable, Hashable, Codable {
  /// One loss with its weight.
  package struct Term: Sendable, Hashable, Codable {
    /// The name in logs.
    package let label: String
    /// The loss with all of its options.
    package let loss: PartChoice
    /// The weight and its course.
    package let weight: [String: OptionValue]
  }

  /// What is trained at one time.
  public struct Stage: Sendable, Hashable, Codable {
    /// The threshold policy with all of its options; nil for none.
    package let threshold: PartChoice?
    /// The batch transform with all of its options; nil for none.
    package let transform: PartChoice?
    /// The losses.
    package let losses: [Term]
    /// The teacher with all of its options.
    package let teacher: PartChoice
    /// Whether the weak unlabeled view joins the student's batch for its statistics.
    package let joinsWeakView: Bool
    /// What the student starts from.
    package let start: Training.Stage.Start
    /// The length and the number of repetitions.
    package let options: [String: OptionValue]
  }

  /// The part of every slot but the teacher, with all of its options, by the slot's name.
  package let parts: [String: PartChoice]
  /// The stages.
  package let stages: [Stage]
  /// How samples are drawn.
  package let isClassBalanced: Bool
  /// How pixels become numbers: `measured`, or the recipe whose numbers are used.
  package let normalization: String
  /// Whether the labels of all training images are learned from.
  package let usesAllLabels: Bool
}
