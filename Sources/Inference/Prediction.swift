/// What a model says about one image.
public struct Prediction: Sendable, Hashable {
  /// The name of the most probable class; of equal ones the first.
  public let className: String
  /// The probability of that class, from 0 to 1.
  public let confidence: Float
  /// The probability of every class, in the order of the model's class names; they sum to one.
  public let probabilities: [Float]
}
