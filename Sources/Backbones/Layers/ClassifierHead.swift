import TensorCore

/// How features become class scores.
public struct ClassifierHead: Sendable, Hashable, Codable {
  /// The probability with which a feature is dropped in training.
  public var dropProbability: Float
  /// Whether features are divided by their Euclidean length before the linear map.
  public var normalizesFeatures: Bool

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

  func callAsFunction(
    _ features: Tensor, linear: Linear, in pass: ForwardPass
  ) -> BackboneOutput {
    var features = features
    if dropProbability > 0, pass.drops {
      var random = pass.random(layer: Self.dropLayer)
      features = features * Dropout.mask(features.shape, probability: dropProbability, &random)
    }
    if normalizesFeatures {
      features = features.l2Normalized(axis: 1, epsilon: Self.lengthEpsilon)
    }
    return BackboneOutput(features: features, logits: linear(features, in: pass))
  }

  /// Adds the classification of a map to a graph.
  func callAsFunction(
    _ map: NetworkGraph.Value, linear: Linear, in graph: inout NetworkGraph
  ) -> NetworkGraph.Value {
    var features = graph.add(.globalAveragePool(map))
    if normalizesFeatures {
      features = graph.add(.unitRows(features, epsilon: Self.lengthEpsilon))
    }
    return linear(features, in: &graph)
  }
}
