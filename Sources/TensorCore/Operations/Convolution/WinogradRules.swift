/// When Winograd's minimal filtering F(4x4, 3x3) is used: a table of measured rules.
///
/// Measured on two cores of a Zen 3 machine, counted as direct operations, in multiples of their
/// peak of 205 GFLOP/s; the direct form reaches 0.7 to 0.8:
///
/// | channels | 16 to 16 | 16 to 32 | 32 | 64 | 128 | 256 at 7x7 |
/// |---|---|---|---|---|---|---|
/// | output, input gradient | 1.1 | 1.5 | 2.0 | 2.3 | 2.4 | 1.6 |
/// | weight gradient | 1.4 | 1.5 | 1.8 | 2.0 | 1.6 | 1.0 |
///
/// With 512 channels at 4x4 the transformed weights alone are 37 MB, and the direct form wins.
///
/// Rounding grows with the constants of the transforms: the largest error, as a fraction of the
/// largest magnitude, is 3e-6 to 2e-5 for 16 to 256 channels, where the direct form has 1e-6; in
/// the weight gradient it is below 2e-6.
enum WinogradRules {
  /// What is computed.
  enum Use {
    /// An output or an input gradient.
    case product
    /// The gradient of the weights.
    case weightGradient
  }

  /// Whether the transforms can compute a correlation: 3 x 3 without steps, channels in whole
  /// vectors.
  static func fit(_ correlation: Correlation) -> Bool {
    correlation.isPlain3x3 && correlation.sourceChannels % 8 == 0
      && correlation.targetChannels % 8 == 0
  }

  /// Whether the transforms are the faster way.
  static func serve(_ correlation: Correlation, _ use: Use) -> Bool {
    let c = correlation
    guard fit(c) else { return false }
    // Tiles reach over the border: at most half of their pixels may be in vain.
    let tiles = ((c.targetHeight + 3) / 4) * ((c.targetWidth + 3) / 4)
    guard 16 * tiles <= 2 * c.targetHeight * c.targetWidth else { return false }
    let (least, size) = (
      min(c.sourceChannels, c.targetChannels), c.sourceChannels * c.targetChannels
    )
    switch use {
    case .product: return least >= 16 && size <= 256 * 256
    case .weightGradient: return least >= 16
    }
  }
}
