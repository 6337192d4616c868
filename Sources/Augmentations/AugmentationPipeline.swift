import Parts
public import TensorCore

/// A named list of augmentations, applied one after the other.
///
/// The static members are what training pipelines are told by leading-dot syntax:
/// `weak: .flipAndCrop, strong: .randAugment(.usb)`. The name is what a configuration carries, and
/// `Catalog.augmentations` has the pipeline of each name.
public struct AugmentationPipeline: Augmentation {
  /// The name in configurations and reports.
  public let name: String
  /// One line that says what the pipeline does.
  public let summary: String
  /// The augmentations, first to last.
  public let steps: [any Augmentation]

  /// Creates a pipeline.
  ///
  /// - Parameters:
  ///   - steps: The augmentations, first to last; without any, images stay as they are.
  ///   - name: The name in configurations and reports.
  ///   - summary: One line that says what the pipeline does.
  public init(_ steps: [any Augmentation], name: String = "custom", summary: String = "") {
    self.steps = steps
    self.name = name
    self.summary = summary
  }

  /// Applies the augmentations, first to last, all with the same stream.
  public func apply(to image: inout PixelImage, using random: inout RandomStream) {
    for step in steps { step.apply(to: &image, using: &random) }
  }

  /// Returns the pipeline of what is applied to the images of one training step.
  public func at(step: Int) -> any Augmentation {
    AugmentationPipeline(steps.map { $0.at(step: step) }, name: name, summary: summary)
  }
}

extension Augmentation {
  /// Returns this augmentation followed by another one.
  ///
  /// - Parameter next: The augmentation to apply last.
  /// - Returns: A pipeline named `custom`.
  public func then(_ next: any Augmentation) -> AugmentationPipeline {
    AugmentationPipeline(((self as? AugmentationPipeline)?.steps ?? [self]) + [next])
  }
}

extension AugmentationPipeline {
  /// Leaves images as they are.
  public static let none = AugmentationPipeline(
    [], name: NoAugmentation.info.name, summary: NoAugmentation.info.summary)

  /// The weak augmentation of FixMatch: a flip with probability one half, then a random shift filled
  /// by reflection.
  public static let flipAndCrop = flipAndCrop(padding: .automatic)

  /// The weak augmentation of FixMatch with a given shift.
  ///
  /// - Parameter padding: The largest shift.
  /// - Returns: The pipeline `flip-and-crop`.
  public static func flipAndCrop(padding: CropPadding) -> AugmentationPipeline {
    AugmentationPipeline(
      [HorizontalFlip(), PadAndCrop(padding: padding)], name: FlipAndCrop.info.name,
      summary: FlipAndCrop.info.summary)
  }

  /// The strong augmentation of FixMatch: `flipAndCrop`, RandAugment, cutout.
  ///
  /// - Parameters:
  ///   - preset: The variant of RandAugment and cutout.
  ///   - padding: The largest shift of `flipAndCrop`.
  /// - Returns: A pipeline with the preset's name.
  public static func randAugment(
    _ preset: RandAugmentPreset, padding: CropPadding = .automatic
  ) -> AugmentationPipeline {
    AugmentationPipeline(
      flipAndCrop(padding: padding).steps + [RandAugment(preset), preset.cutout],
      name: preset.name, summary: "flip-and-crop, then " + preset.summary + "; then cutout")
  }

  /// The strong augmentation of ReMixMatch, `flipAndCrop` and CTAugment, or that of FixMatch with
  /// CTAugment, where a cutout of half the shorter side follows.
  ///
  /// - Parameters:
  ///   - hasCutout: Whether a cutout follows.
  ///   - padding: The largest shift of `flipAndCrop`.
  /// - Returns: The pipeline `ctaugment`, or `ctaugment-cutout`.
  package static func ctAugment(
    cutout hasCutout: Bool = false, padding: CropPadding = .automatic
  ) -> AugmentationPipeline {
    let info = StrongCTAugment.variant(hasCutout: hasCutout)
    return AugmentationPipeline(
      flipAndCrop(padding: padding).steps + [CTAugment()]
        + (hasCutout ? [AugmentationTrial(.cutout, levels: [1])] : []),
      name: info.name, summary: info.summary)
  }
}
