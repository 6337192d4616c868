public import Parts

/// The part `flip-and-crop`, the weak augmentation of FixMatch.
public struct FlipAndCrop: Part {
  /// What can be chosen.
  public struct Options: PartOptions {
    /// The options.
    public static let declared: [OptionDeclaration<Options>] = [
      .choice("padding", \.padding, CropPadding.Rule.summary)
    ]

    /// The largest shift.
    public var padding = CropPadding.Rule.automatic

    /// Creates options with their defaults.
    public init() {}
  }

  /// What the augmentation is called and where it stands.
  public static let info = PartInfo(
    "flip-and-crop", "flip with probability 1/2, then a random shift filled by reflection",
    source: "Sohn et al., FixMatch, 2020, arXiv 2001.07685, section 2.3")

  /// The augmentation.
  public let pipeline: AugmentationPipeline

  /// Creates the augmentation from its options.
  public init(_ options: Options, for context: PartContext) {
    pipeline = .flipAndCrop(padding: .rule(options.padding))
  }
}
