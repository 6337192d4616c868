public import TensorCore

/// What the teacher said about one labeled image after the probe.
public struct ProbedImage: Sendable {
  /// The stream that the image's probe drew from, from its start.
  public let random: RandomStream
  /// The probability of every class.
  public let probabilities: ArraySlice<Float>
  /// The image's class.
  public let label: Int

  /// Creates the record of an image.
  ///
  /// - Parameters:
  ///   - random: The stream that the image's probe drew from, from its start.
  ///   - probabilities: The probability of every class.
  ///   - label: The image's class.
  package init(random: RandomStream, probabilities: ArraySlice<Float>, label: Int) {
    self.random = random
    self.probabilities = probabilities
    self.label = label
  }
}
