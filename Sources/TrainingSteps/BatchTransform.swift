/// Makes the images that the student learns from out of those that the policy has evaluated.
///
/// In a pipeline with a transform the policy's views pass the networks first, without gradient; the
/// transform then makes its views, and the losses' views pass the networks together.
public protocol BatchTransform: Sendable {
  /// The views whose images the transform reads.
  var inputs: [View] { get }

  /// The views that the transform makes; their strength is ``View/Strength/mixed``.
  var outputs: [View] { get }

  /// Makes the views.
  ///
  /// - Parameter step: The images, the labels and the policy's selection.
  /// - Returns: Images and targets for each of ``outputs``; constants.
  func callAsFunction(_ step: Step) -> [View: MadeBatch]
}
