/// How features become class scores.
public struct ClassifierHead: Sendable, Hashable, Codable {
  /// The probability with which a feature is dropped in training.
  package var dropProbability: Float
  /// Whether features are divided by their Euclidean length before the linear map.
  package var normalizesFeatures: Bool

  /// Creates the settings of a head.
  ///
  /// - Parameters:
  ///   - dropProbability: The probability with which a feature is dropped in training.
  ///   - normalizesFeatures: Whether features are divided by their length.
  public init(dropProbability: Float = 0, normalizesFeatures: Bool = false) {
    self.dropProbability = dropProbability
    self.normalizesFeatures = normalizesFeatures
  }

  /// A linear map and nothing else.
  public static let linear = ClassifierHead()

  /// Dropout with probability one half, features of length one, then the linear map.
  ///
  /// Source: the published code of Ada-CM (Li, Wang, Yang, Wang and Gao, 2022).
  public static let normalized = ClassifierHead(dropProbability: 0.5, normalizesFeatures: true)

  /// The layer number of the head's dropout.
  private static let dropLayer = 1_000_001
  /// The least length that features are divided by.
  private static let lengthEpsilon: Float = 1e-12

  /// Classifies a map: the mean over its pixels, the dropping, the length, and the linear map.
  func run<Interpreter: NetworkInterpreter>(
    _ map: Interpreter.Value, linear: Linear, in interpreter: inout Interpreter
  ) -> (features: Interpreter.Value, logits: Interpreter.Value) {
    var features = interpreter.globalAveragePool(map)
    if dropProbability > 0 {
      features = interpreter.drop(
        features, by: .elements(probability: dropProbability), layer: Self.dropLayer)
    }
    if normalizesFeatures {
      features = interpreter.unitRows(features, epsilon: Self.lengthEpsilon)
    }
    return (features, interpreter.linear(features, by: linear))
  }
}
