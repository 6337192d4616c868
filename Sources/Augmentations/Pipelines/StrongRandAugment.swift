package import Parts

/// The strong augmentation of FixMatch with RandAugment; one part for each preset.
package struct StrongRandAugment: Part {
  /// What can be chosen.
  public struct Options: PartOptions {
    /// The options.
    package static let declared: [OptionDeclaration<Options>] = [
      .choice("preset", \.preset, "the variant of RandAugment and cutout (USB)"),
      .choice("padding", \.padding, CropPadding.Rule.summary),
    ]

    /// The variant of RandAugment and cutout.
    package var preset = RandAugmentPreset.Name.usb
    /// The largest shift.
    package var padding = CropPadding.Rule.automatic

    /// Creates options with their defaults.
    package init() {}
  }

  /// What the augmentation is called and where it stands.
  package static let info = PartInfo(
    "rand-augment", "flip-and-crop, then RandAugment, then cutout",
    source: "Sohn et al., FixMatch, 2020, arXiv 2001.07685, appendix E")

  /// The augmentation.
  package let pipeline: AugmentationPipeline

  /// Creates the augmentation from its options.
  package init(_ options: Options, for context: PartContext) {
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
