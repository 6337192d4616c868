import TensorCore

/// A colour of linear arithmetic: red, green and blue in 0...1; the fourth lane is unused.
typealias FaceColor = SIMD4<Float>

extension FaceColor {
  /// Creates a colour from its parts.
  init(red: Float, green: Float, blue: Float) { self.init(red, green, blue, 0) }

  /// Draws a colour from the whole cube between two levels.
  static func random(_ low: Float, _ high: Float, using random: inout RandomStream) -> FaceColor {
    let red = random.uniform(low, high)
    let green = random.uniform(low, high)
    return FaceColor(red: red, green: green, blue: random.uniform(low, high))
  }

  /// Draws a colour of low saturation, as rooms and clothes have.
  static func muted(_ low: Float, _ high: Float, using random: inout RandomStream) -> FaceColor {
    let level = random.uniform(low, high)
    return FaceColor.random(-0.08, 0.08, using: &random) + level
  }

  /// The colour a share of the way to another one.
  func mixed(with other: FaceColor, _ share: Float) -> FaceColor {
    self + (other - self) * share
  }
}
