public import TensorCore

/// A named list of augmentations, applied one after the other.
///
/// The static members are what training pipelines are told by leading-dot syntax:
/// `weak: .flipAndCrop, strong: .randAugment(.usb)`. The name is what a configuration carries, and
/// `named(_:padding:)` finds the pipeline again.
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

  /// The first augmentation that can learn its levels; nil if there is none.
  public var learner: CTAugment? {
    steps.lazy.compactMap { ($0 as? CTAugment) ?? ($0 as? AugmentationPipeline)?.learner }.first
  }

  /// Returns the pipeline in which all that can learn follow a history.
  ///
  /// - Parameter history: The rates at every step.
  /// - Returns: A pipeline of the same name; an equal one where nothing can learn.
  public func following(_ history: MagnitudeHistory) -> AugmentationPipeline {
    AugmentationPipeline(
      steps.map { step in
        (step as? CTAugment)?.following(history)
          ?? (step as? AugmentationPipeline)?.following(history) ?? step
      }, name: name, summary: summary)
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
    [], name: "none", summary: "leaves images as they are")

  /// The weak augmentation of FixMatch: a flip with probability one half, then a random shift of up
  /// to an eighth of the side, filled by reflection.
  public static let flipAndCrop = flipAndCrop(padding: nil)

  /// The weak augmentation of FixMatch with a given shift.
  ///
  /// - Parameter padding: The largest shift in pixels, not negative; without it an eighth of the side,
  ///   which is 4 at 32 pixels.
  /// - Returns: The pipeline `flip-and-crop`.
  public static func flipAndCrop(padding: Int?) -> AugmentationPipeline {
    AugmentationPipeline(
      [HorizontalFlip(), PadAndCrop(padding: padding)], name: "flip-and-crop",
      summary: "flip with probability 1/2, then a random shift filled by reflection")
  }

  /// The strong augmentation of FixMatch: `flipAndCrop`, RandAugment, cutout.
  ///
  /// - Parameters:
  ///   - preset: The variant of RandAugment and cutout.
  ///   - padding: The largest shift of `flipAndCrop` in pixels, not negative; without it an eighth of
  ///     the side.
  /// - Returns: A pipeline with the preset's name.
  public static func randAugment(
    _ preset: RandAugmentPreset, padding: Int? = nil
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
  ///   - padding: The largest shift of `flipAndCrop` in pixels, not negative; without it an eighth of
  ///     the side.
  /// - Returns: The pipeline `ctaugment`, or `ctaugment-cutout`.
  public static func ctAugment(
    cutout hasCutout: Bool = false, padding: Int? = nil
  ) -> AugmentationPipeline {
    AugmentationPipeline(
      flipAndCrop(padding: padding).steps + [CTAugment()]
        + (hasCutout ? [AugmentationTrial(.cutout, levels: [1])] : []),
      name: hasCutout ? "ctaugment-cutout" : "ctaugment",
      summary: "flip-and-crop, then CTAugment of "
        + (hasCutout ? "FixMatch" : "ReMixMatch")
        + ": 2 operations, levels learned from labeled images"
        + (hasCutout ? "; then cutout" : ""))
  }

  /// All pipelines that have a name of their own, with their default padding.
  public static let all: [AugmentationPipeline] =
    [.none, .flipAndCrop] + RandAugmentPreset.all.map { .randAugment($0) }
    + [.ctAugment(), .ctAugment(cutout: true)]

  /// Returns the pipeline of a name.
  ///
  /// - Parameters:
  ///   - name: The name of one of `all`.
  ///   - padding: The largest shift of `flipAndCrop` in pixels, not negative; without it an eighth of
  ///     the side. Without effect on `none`.
  /// - Returns: The pipeline.
  /// - Throws: `UnknownAugmentationError` if no pipeline has that name.
  public static func named(
    _ name: String, padding: Int? = nil
  ) throws(UnknownAugmentationError) -> AugmentationPipeline {
    if name == none.name { return none }
    if name == flipAndCrop.name { return flipAndCrop(padding: padding) }
    for hasCutout in [false, true] {
      let pipeline = ctAugment(cutout: hasCutout, padding: padding)
      if name == pipeline.name { return pipeline }
    }
    guard let preset = RandAugmentPreset.all.first(where: { $0.name == name }) else {
      throw UnknownAugmentationError(name: name)
    }
    return randAugment(preset, padding: padding)
  }
}
