package import TensorCore

/// Tries operations of CTAugment on an image, at any level, so that the network's answer shows which
/// levels it can bear.
///
/// The operations are the first that is drawn from the stream; then the weak augmentation is applied,
/// then the operations.
package struct CTAugmentProbe: Augmentation {
  private let weak: any Augmentation
  private let policy: CTAugment

  /// Creates a probe.
  ///
  /// - Parameters:
  ///   - policy: Whose operations are tried.
  ///   - weak: What comes before them.
  package init(of policy: CTAugment, after weak: any Augmentation) {
    self.policy = policy
    self.weak = weak
  }

  /// Returns what is tried on the image of a stream.
  ///
  /// - Parameter random: The stream, before anything was drawn from it.
  /// - Returns: The operations with their levels.
  package func trials(using random: inout RandomStream) -> [AugmentationTrial] {
    policy.probe(using: &random)
  }

  /// Applies the weak augmentation and the drawn operations.
  package func apply(to image: inout PixelImage, using random: inout RandomStream) {
    let trials = trials(using: &random)
    weak.apply(to: &image, using: &random)
    for trial in trials { trial.apply(to: &image, using: &random) }
  }
}
