import TensorCore

/// A map on its way between layers: what the last convolution wrote, and a normalization that has
/// not been carried out yet.
///
/// The one place where layers are fused: batch norm leaves its work to the convolution behind it,
/// which normalizes and activates while it reads, and takes its statistics from the convolution
/// before it, which gathered them while it wrote. Whoever needs the numbers themselves asks for
/// ``values``.
struct FeatureMap: Sendable {
  /// The numbers before ``pending``.
  let tensor: Tensor
  /// The moments of ``tensor``, if they were gathered while it was written.
  let moments: ChannelMoments?
  /// What the numbers have yet to pass.
  let pending: ChannelNormalization?

  /// A map without anything pending.
  init(_ tensor: Tensor, moments: ChannelMoments? = nil) {
    self.tensor = tensor
    self.moments = moments
    pending = nil
  }

  /// A map whose normalization is left to the next layer.
  init(_ tensor: Tensor, pending: ChannelNormalization) {
    self.tensor = tensor
    self.pending = pending
    moments = nil
  }

  /// The numbers, with everything carried out.
  var values: Tensor { pending.map(tensor.normalized(by:)) ?? tensor }
}
