public import Parts

/// The strong augmentation of FixMatch with RandAugment; one part for each preset.
public struct StrongRandAugment: Part {
  /// What can be chosen.
  public struct Options: PartOptions {
    /// The options.
    public static let declared: [OptionDeclaration<Options>] = [
      .choice("preset", \.preset, "the variant of RandAugment and cutout (USB)"),
      .choice("padding", \.padding, CropPadding.Rule.summary),
    ]

    /// The variant of RandAugment and cutout.
    public var preset = RandAugmentPreset.Name.usb
    /// The largest shift.
    public var padding = CropPadding.Rule.automatic

    /// Creates options with their defaults.
    public init() {}
  }

  /// What the augmentation is called and where it stands.
  public static let info = PartInfo(
    "rand-augment", "flip-and-crop, then RandAugment, then cutout",
    source: "Sohn et al., FixMatch, 2020, arXiv 2001.07685, appendix E")

  /// The augmentation.
  public let pipeline: AugmentationPipeline

  /// Creates the augmentation from its options.
  public init(_ options: Options, for context: PartContext) {
    pipeline = .randAugment(options.preset.preset, padding: .rule(options.padding))
  }

  static func entry(_ name: RandAugmentPreset.Name) -> Catalog<AugmentationPipeline>.Entry {
    let pipeline = AugmentationPipeline.randAugment(name.preset)
    return .init(
      .init(Self.self) { $0.pipeline },
      named: PartInfo(pipeline.name, pipeline.summary, source: name.source),
      given: ["preset": .word(name.rawValue)])
  }
}
