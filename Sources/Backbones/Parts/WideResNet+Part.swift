public import Parts

extension WideResNet: Part {
  /// What can be chosen about a Wide ResNet.
  public struct Options: PartOptions {
    /// The number of layers, `6 n + 4`.
    package var depth = 28
    /// The factor on the channels.
    package var widen = 2
    /// The weight of a batch in the running statistics.
    package var batchNormMomentum: Float = 0.1

    /// The options by name.
    public static let declared: [OptionDeclaration<Self>] = [
      .whole("depth", \.depth, in: 10...1_000, "number of layers, 6 n + 4 (FixMatch: 28)"),
      .whole("widen", \.widen, in: 1...64, "factor on the channels (FixMatch: 2)"),
      BatchNormalization.momentumOption(\.batchNormMomentum),
    ]

    /// Creates the options of FixMatch's network, with PyTorch's momentum.
    public init() {}
  }

  /// What the network is called.
  public static let info = PartInfo(
    "wrn", "Wide ResNet for small images", source: "arXiv 1605.07146")

  /// Creates the description of a network for a run.
  public init(_ options: Options, for context: PartContext) throws {
    guard Self.isDepth(options.depth) else {
      throw PartError.mismatch("a Wide ResNet has 6 n + 4 layers, not \(options.depth)")
    }
    let context = try context.checkedForNetwork()
    self.init(
      depth: options.depth, widen: options.widen, classCount: context.classCount,
      inputChannels: context.channels, batchNormMomentum: options.batchNormMomentum,
      localAttention: context.localAttention, head: context.head)
  }

  /// What the network of a name `wrn-DEPTH-WIDEN` is called and given; nil for other names.
  static func variant(_ name: String) -> (info: PartInfo, given: [String: OptionValue])? {
    let words = name.split(separator: "-", omittingEmptySubsequences: false)
    guard words.count == 3, words[0] == info.name, let depth = Int(words[1]),
      let widen = Int(words[2]), (10...1_000).contains(depth), isDepth(depth),
      (1...64).contains(widen)
    else { return nil }
    let summary = "Wide ResNet of depth \(depth), \(64 * widen) features"
    return (
      PartInfo(name, summary, source: info.source),
      ["depth": .number(Double(depth)), "widen": .number(Double(widen))]
    )
  }
}
