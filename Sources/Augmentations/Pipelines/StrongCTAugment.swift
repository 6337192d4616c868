package import Parts

/// The strong augmentation with CTAugment; one part with a cutout and one without.
package struct StrongCTAugment: Part {
  /// What can be chosen.
  public struct Options: PartOptions {
    /// The options.
    package static let declared: [OptionDeclaration<Options>] = [
      .flag("cutout", \.cutout, "whether a cutout follows (ReMixMatch: no, FixMatch: yes)"),
      .choice("padding", \.padding, CropPadding.Rule.summary),
    ]

    /// Whether a cutout of half the shorter side follows.
    package var cutout = false
    /// The largest shift.
    package var padding = CropPadding.Rule.automatic

    /// Creates options with their defaults.
    package init() {}
  }

  /// What the augmentation is called and where it stands.
  package static let info = variant(hasCutout: false)

  /// The augmentation.
  package let pipeline: AugmentationPipeline

  /// Creates the augmentation from its options.
  package init(_ options: Options, for context: PartContext) {
    pipeline = .ctAugment(cutout: options.cutout, padding: .rule(options.padding))
  }

  static func variant(hasCutout: Bool) -> PartInfo {
    PartInfo(
      hasCutout ? "ctaugment-cutout" : "ctaugment",
      "flip-and-crop, then CTAugment of " + (hasCutout ? "FixMatch" : "ReMixMatch")
        + ": 2 operations, levels learned from labeled images"
        + (hasCutout ? "; then cutout" : ""),
      source: hasCutout
        ? "Sohn et al., FixMatch, 2020, arXiv 2001.07685"
        : "Berthelot et al., ReMixMatch, 2020, arXiv 1911.09785, section 3.2")
  }

  static func entry(hasCutout: Bool) -> Catalog<AugmentationPipeline>.Entry {
    .init(
      .init(Self.self) { $0.pipeline }, named: variant(hasCutout: hasCutout),
      given: ["cutout": .flag(hasCutout)])
  }
}
