package import LossStrategies
package import Parts

/// The weight of a loss, and its course over the run.
package struct TermOptions: PartOptions {
  /// The factor on the loss.
  package var weight = 1.0
  /// The fraction of the run in which the factor grows; 0 for not at all.
  package var ramp = 0.0
  /// The curve of the growth.
  package var curve = Ramp.Curve.linear
  /// The first epoch in which the loss counts.
  package var fromEpoch = 0
  /// The first epoch in which the loss counts no more; 0 for none.
  package var untilEpoch = 0

  /// The options; no loss may have one of these names.
  package static let declared: [OptionDeclaration<Self>] = [
    .number("weight", \.weight, in: 0...1e6, "factor on the loss"),
    .number(
      "ramp", \.ramp, in: 0...1, "fraction of the run in which the factor grows, 0 for not at all"),
    .choice(
      "ramp-curve", \.curve,
      "how the factor grows (Lee, 2013, and USB: linear; Laine and Aila, 2017: exponential)",
      when: { $0.ramp > 0 }),
    .whole("from-epoch", \.fromEpoch, in: 0...1_000_000, "first epoch in which the loss counts"),
    .whole(
      "until-epoch", \.untilEpoch, in: 0...1_000_000,
      "first epoch in which the loss counts no more, 0 for none"),
  ]

  /// A weight of 1 at all times.
  package init() {}

  /// The loss with this weight, under a name.
  func weigh(_ loss: any LossStrategy, name: String) -> WeightedLoss {
    let isWindowed = fromEpoch > 0 || untilEpoch > 0
    return WeightedLoss(
      loss, weight: Float(weight), ramp: ramp > 0 ? Ramp(curve, over: ramp) : nil,
      epochs: isWindowed ? fromEpoch..<(untilEpoch > 0 ? max(fromEpoch, untilEpoch) : .max) : nil,
      name: name)
  }
}
