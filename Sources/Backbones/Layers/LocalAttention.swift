import TensorCore

/// Local attention: branches that each find regions of the feature map, some of them dropped.
///
/// For a map `X` of shape `[N, H, W, C]`, every branch `b` computes one attention map
///
///     A_b = sigmoid(BN(W2_b * relu(BN(W1_b * X))))        W1_b: C -> C / reduction,  W2_b: -> 1
///
/// by convolutions of one pixel. The maps are fused, by default by their maximum, and multiply the
/// feature map. In training whole branches are dropped at random for each image, so that the
/// others must find other regions.
///
/// Source: the enhancement and the dropping of feature maps are named in the abstract of "Semi-
/// supervised facial expression recognition based on dynamic threshold and negative learning"
/// (Cai, Yu, Xu, Liu, Sun and Liang, 2026, arXiv 2601.05556); the form is inferred from its
/// ancestor TransFER (Xue, Wang and Guo, 2021, arXiv 2108.11116), whose code has two branches,
/// reduction 16 and drops one branch with probability 0.6.
public struct LocalAttention: Sendable, Hashable, Codable {
  /// How the branches' maps become one.
  public enum Fusion: String, Sendable, Hashable, Codable, CaseIterable {
    /// The largest value at each pixel.
    case max
    /// The mean.
    case mean
    /// The sum.
    case sum
    /// None: the map enhanced by each branch, one behind the other along the channels.
    case concat
  }

  /// Where in a network attention stands.
  public enum Place: String, Sendable, Hashable, Codable, CaseIterable {
    /// Behind the last stage.
    case last
    /// Behind the last stage but one, as in TransFER.
    case beforeLast
  }

  /// What is dropped in training.
  public enum Drop: Sendable, Hashable, Codable {
    /// Nothing.
    case none
    /// With a probability for each image, one to `most` branches; nothing is scaled up.
    case branch(probability: Float, most: Int)
    /// Each channel of the enhanced map with a probability; the others are scaled up.
    case channel(probability: Float)
    /// Square blocks of the enhanced map, so that a fraction of it is dropped; the rest is scaled
    /// up.
    ///
    /// Source: Ghiasi, Lin and Le, "DropBlock", 2018.
    case block(probability: Float, side: Int)
  }

  /// The number of attention maps.
  package var branches: Int
  /// The factor by which a branch narrows the channels.
  package var reduction: Int
  /// Whether the branches have batch norm behind their convolutions.
  package var hasBatchNormalization: Bool
  /// How the branches' maps become one.
  package var fusion: Fusion
  /// Where in a network attention stands.
  package var place: Place
  /// Whether the map itself is added to the enhanced map.
  package var isResidual: Bool
  /// What is dropped in training.
  package var drop: Drop

  /// Creates the settings of a local attention.
  ///
  /// - Parameters:
  ///   - branches: The number of attention maps; at least two where branches are dropped.
  ///   - reduction: The factor by which a branch narrows the channels.
  ///   - hasBatchNormalization: Whether the branches have batch norm.
  ///   - fusion: How the branches' maps become one.
  ///   - place: Where in a network attention stands.
  ///   - isResidual: Whether the map itself is added.
  ///   - drop: What is dropped in training.
  public init(
    branches: Int = 2, reduction: Int = 16, hasBatchNormalization: Bool = true,
    fusion: Fusion = .max, place: Place = .last, isResidual: Bool = false,
    drop: Drop = .branch(probability: 0.6, most: 1)
  ) {
    check(branches > 0 && reduction > 0, "LocalAttention needs a branch and a reduction")
    if case .branch(let probability, _) = drop, probability > 0 {
      check(branches > 1, "dropping the only branch of a LocalAttention would blank the image")
    }
    self.branches = branches
    self.reduction = reduction
    self.hasBatchNormalization = hasBatchNormalization
    self.fusion = fusion
    self.place = place
    self.isResidual = isResidual
    self.drop = drop
  }

  /// Creates the settings of a local attention that drops one branch at a time.
  ///
  /// - Parameters:
  ///   - branches: The number of attention maps.
  ///   - dropProbability: The probability that an image loses a branch; 0 drops nothing.
  public init(branches: Int = 2, dropProbability: Float) {
    self.init(
      branches: branches,
      drop: dropProbability > 0 ? .branch(probability: dropProbability, most: 1) : .none)
  }

  /// Returns the number of channels behind the attention.
  ///
  /// - Parameter channels: The number of channels in front of it.
  /// - Returns: As many, or with ``Fusion/concat`` as many for each branch.
  package func outputChannels(_ channels: Int) -> Int {
    fusion == .concat ? channels * branches : channels
  }
}
