/// An augmentation whose strength follows from what the network says about labeled images.
///
/// In every step the trainer makes one more view of the labeled batch, the *probe*, asks the teacher
/// what it says about it, and lets the augmentation learn from the answers. What was learned is a
/// value that travels in checkpoints. Images of a step know what was learned up to five steps before,
/// however far ahead they are made, so that results do not depend on threads.
public protocol LearningAugmentation: Augmentation {
  /// What is learned.
  associatedtype Learned: Sendable, Codable

  /// What is known before the first step.
  var learned: Learned { get }

  /// Returns the augmentation that applies what was learned.
  ///
  /// - Parameter learned: What was learned.
  /// - Returns: An augmentation that differs from this one in what it has learned only.
  func applying(_ learned: Learned) -> Self

  /// Returns what makes the probe of an image; it does not depend on what was learned.
  ///
  /// - Parameter weak: The pipeline's weak augmentation.
  /// - Returns: An augmentation; a stream that was not drawn from yet tells what it does.
  func probe(after weak: any Augmentation) -> any Augmentation

  /// Learns from the probes of one step.
  ///
  /// - Parameters:
  ///   - images: What the teacher said about every image of the labeled batch.
  ///   - learned: What was learned before; changed in place.
  func learn(from images: [ProbedImage], into learned: inout Learned)
}
