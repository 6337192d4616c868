package import TensorCore

/// An operation of CTAugment with its levels, as drawn for one image.
package struct AugmentationTrial: Augmentation, Hashable {
  /// The operation.
  package let operation: CTAugmentOperation
  /// One number from 0 to 1 for each of the operation's bins.
  package let levels: [Double]

  /// Creates a trial.
  ///
  /// - Parameters:
  ///   - operation: The operation.
  ///   - levels: One number from 0 to 1 for each of the operation's bins.
  package init(_ operation: CTAugmentOperation, levels: [Double]) {
    self.operation = operation
    self.levels = levels
  }

  /// Applies the operation.
  package func apply(to image: inout PixelImage, using random: inout RandomStream) {
    operation.apply(levels: levels, to: &image, using: &random)
  }
}
