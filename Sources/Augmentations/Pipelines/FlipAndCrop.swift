package import Parts

/// The part `flip-and-crop`, the weak augmentation of FixMatch.
package struct FlipAndCrop: Part {
  /// What can be chosen.
  public struct Options: PartOptions {
    /// The options.
    package static let declared: [OptionDeclaration<Options>] = [
      .choice("padding", \.padding, CropPadding.Rule.summary)
    ]

    /// The largest shift.
    package var padding = CropPadding.Rule.automatic

    /// Creates options with their defaults.
    package init() {}
  }

  /// What the augmentation is called and where it stands.
  package static let info = PartInfo(
    "flip-and-crop", "flip with probability 1/2, then a random shift filled by reflection",
    source: "Sohn et al., FixMatch, 2020, arXiv 2001.07685, section 2.3")

  /// The augmentation.
  package let pipeline: AugmentationPipeline

  /// Creates the augmentation from its options.
  package init(_ options: Options, for context: PartContext) {
    pipeline = .flipAndCrop(padding: .rule(options.padding))
  }
}
