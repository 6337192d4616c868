public import Parts

extension LocalAttention: Part {
  /// What is dropped in training, as a word.
  package enum DropKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Whole attention maps.
    case branch
    /// Channels of the enhanced map.
    case channel
    /// Square blocks of the enhanced map.
    case block
  }

  /// What can be chosen about local attention.
  public struct Options: PartOptions {
    /// The number of attention maps.
    package var branches = 2
    /// The factor by which a branch narrows the channels.
    package var reduction = 16
    /// Whether the branches have batch norm.
    package var hasBatchNormalization = true
    /// How the branches' maps become one.
    package var fusion = Fusion.max
    /// Where in a network attention stands.
    package var place = Place.last
    /// Whether the map itself is added to the enhanced map.
    package var isResidual = false
    /// What is dropped in training.
    package var dropKind = DropKind.branch
    /// The probability of dropping; 0 drops nothing.
    package var dropProbability: Float = 0.6
    /// The most maps that an image loses.
    package var dropCount = 1
    /// The side of dropped blocks.
    package var dropSide = 3

    /// The options by name.
    public static let declared: [OptionDeclaration<Self>] = [
      .whole("branches", \.branches, in: 1...64, "number of attention maps (TransFER: 2)"),
      .whole(
        "reduction", \.reduction, in: 1...1_024,
        "factor by which an attention branch narrows the channels (TransFER: 16)"),
      .flag(
        "batch-norm", \.hasBatchNormalization,
        "whether attention branches have batch norm (inferred: they have)"),
      .choice(
        "fusion", \.fusion, "how the maps of the branches become one (TransFER: max)"),
      .choice(
        "place", \.place, "behind which stage attention stands (TransFER: beforeLast)"),
      .flag(
        "residual", \.isResidual,
        "whether the map itself is added to the enhanced map (TransFER: not)"),
      .number(
        "drop", \.dropProbability, in: 0...0.99,
        "probability of dropping in training, 0 for never (TransFER: 0.6)"),
      .choice(
        "drop-kind", \.dropKind,
        "what is dropped: whole maps (TransFER), channels, or square blocks (DropBlock)",
        when: { $0.dropProbability > 0 }),
      .whole(
        "drop-count", \.dropCount, in: 1...64, "most maps that one image loses (TransFER: 1)",
        when: { $0.dropProbability > 0 && $0.dropKind == .branch }),
      .whole(
        "drop-side", \.dropSide, in: 1...64, "side of the dropped blocks (DropBlock: 7 of 14)",
        when: { $0.dropProbability > 0 && $0.dropKind == .block }),
    ]

    /// Creates the options of TransFER's code, with attention on the last map.
    public init() {}
  }

  /// What local attention is called.
  public static let info = PartInfo(
    "local", "maps that each enhance regions of the feature map, some dropped at random",
    source: "arXiv 2108.11116, after the abstract of arXiv 2601.05556")

  /// Creates the settings of a local attention.
  ///
  /// - Throws: `PartError.mismatch` for dropping the only branch.
  public init(_ options: Options, for context: PartContext) throws {
    let probability = options.dropProbability
    var drop = Drop.none
    if probability > 0 {
      switch options.dropKind {
      case .branch:
        guard options.branches > 1 else {
          throw PartError.mismatch(
            "dropping attention maps needs at least two branches, not \(options.branches)")
        }
        drop = .branch(probability: probability, most: options.dropCount)
      case .channel: drop = .channel(probability: probability)
      case .block: drop = .block(probability: probability, side: options.dropSide)
      }
    }
    self.init(
      branches: options.branches, reduction: options.reduction,
      hasBatchNormalization: options.hasBatchNormalization, fusion: options.fusion,
      place: options.place, isResidual: options.isResidual, drop: drop)
  }
}
