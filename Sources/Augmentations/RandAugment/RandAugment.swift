public import TensorCore

/// Applies a few operations, drawn at random with random magnitudes, one after the other.
///
/// Source: Cubuk, Zoph, Shlens and Le, "RandAugment: practical automated data augmentation with a
/// reduced search space", 2020, in the variants of `RandAugmentPreset`. The preset's cutout is a
/// step of its own: `AugmentationPipeline.randAugment(_:padding:)` has both.
public struct RandAugment: Augmentation {
  /// The operations and the ranges of their magnitudes.
  package let preset: RandAugmentPreset

  /// Creates a RandAugment.
  ///
  /// - Parameter preset: The operations and the ranges of their magnitudes.
  package init(_ preset: RandAugmentPreset) {
    self.preset = preset
  }

  /// Applies the drawn operations.
  public func apply(to image: inout PixelImage, using random: inout RandomStream) {
    for _ in 0..<preset.operationCount {
      let drawn = draw(width: image.width, height: image.height, using: &random)
      if random.bernoulli(preset.applicationProbability) {
        drawn.operation.apply(magnitude: drawn.magnitude, to: &image)
      }
    }
  }

  /// Draws an operation, its level and, where the range asks for it, a sign.
  package func draw(
    width: Int, height: Int, using random: inout RandomStream
  ) -> (operation: ImageOperation, magnitude: Double) {
    let choice = preset.choices[random.integer(below: preset.choices.count)]
    let side = choice.operation == .translateY ? height : width
    let magnitude: Double
    switch preset.levels {
    case .uniform:
      magnitude = choice.range.magnitude(level: Double(random.uniform()), of: 1, side: side)
    case .whole(let bounds, let highest):
      let level = bounds.lowerBound + random.integer(below: bounds.count)
      magnitude = choice.range.magnitude(level: Double(level), of: Double(highest), side: side)
    }
    let isNegated = choice.range.hasRandomSign && random.bernoulli(0.5)
    return (choice.operation, isNegated ? -magnitude : magnitude)
  }
}
