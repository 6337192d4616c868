public import Parts

extension Catalog where Product == AugmentationPipeline {
  /// The augmentations, in the order in which lists show them.
  public static var augmentations: Catalog {
    Catalog(
      kind: "augmentation",
      [
        Entry(NoAugmentation.self) { _ in .none },
        Entry(FlipAndCrop.self) { $0.pipeline },
      ] + RandAugmentPreset.Name.allCases.map(StrongRandAugment.entry)
        + [false, true].map(StrongCTAugment.entry))
  }
}
