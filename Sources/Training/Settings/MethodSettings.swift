import LossStrategies

/// The settings that several methods take, each declared once.
enum MethodSettings {
  static let supervisedWeight = Setting<Double>(
    "supervised-weight", { Double($0.supervisedWeight) }, in: 0...1e6,
    "factor on the cross-entropy of labeled images")
  static let unlabeledWeight = Setting<Double>(
    "unlabeled-weight", { Double($0.unlabeledWeight) }, in: 0...1e6,
    "factor on the loss of pseudo-labels")
  static let threshold = Setting<Double>(
    "threshold", 0.95, in: 0...1, "least confidence of a pseudo-label (FixMatch: 0.95)")
  static let ramp = Setting<Double>(
    "ramp", 0.4, in: 0...1, "share of the run in which the unlabeled loss grows (USB: 0.4)")
  static let linear = Setting<Ramp.Curve>(
    "ramp-curve", .linear, "how the unlabeled loss grows (Lee, 2013: linear)")
  static let exponential = Setting<Ramp.Curve>(
    "ramp-curve", .exponential,
    "how the unlabeled loss grows (Laine and Aila, 2017: exponential; USB: linear)")

  /// The factors on the two losses that most methods have.
  static let weights: [any DeclaredSetting] = [supervisedWeight, unlabeledWeight]
}
