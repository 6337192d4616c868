import TensorCore

/// The value of the interpreter that computes: a tensor, and a normalization that has not been
/// carried out yet.
///
/// This is how layers are fused: batch norm leaves its work to the convolution behind it, which
/// normalizes and activates while it reads, and takes its statistics from the convolution before
/// it, which gathered them while it wrote. An operation that needs the numbers themselves reads
/// ``values``.
struct FeatureMap: Sendable {
  /// The numbers before ``pending``.
  let tensor: Tensor
  /// The moments of ``tensor``, if they were gathered while it was written.
  let moments: ChannelMoments?
  /// The normalization of ``tensor`` that is left to its readers.
  let pending: ChannelNormalization?

  /// A map or rows without anything pending.
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
