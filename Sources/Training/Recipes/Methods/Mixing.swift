import LossStrategies
import ThresholdPolicies
import TrainingSteps

extension Method {
  private typealias S = MethodSettings

  private static let temperature = Setting<Double>(
    "temperature", 0.5, in: 0.001...1_000, "temperature of guessed labels (papers: 0.5)")
  private static let alpha = Setting<Double>(
    "mix-alpha", 0.75, in: 1e-3...1e3,
    "both parameters of the beta distribution of shares (papers: 0.75; USB's MixMatch: 0.5)")
  private static let shares = Setting<MixUp.Shares>(
    "mix-shares", .pair, "whether each pair or the whole batch draws a share (USB: batch)")
  private static let guesses = Setting<Int>(
    "weak-views", 2, in: 1...8, "weak views whose answers make a label (paper: 2)")
  private static let squaredWeight = Setting<Double>(
    "mixed-weight", 100, in: 0...1e6,
    "factor on the unlabeled squares (paper's starting point and USB: 100; paper's CIFAR-10: 75)")
  private static let early = Setting<Double>(
    "ramp", 1.0 / 64, in: 0...1,
    "share of the run in which unlabeled losses grow (authors: 1/64; USB's MixMatch: 0.4)")

  /// MixMatch: guessed labels of weak views, blended with labeled images.
  public static let mixMatch = Method(
    name: "mixmatch",
    summary: "Sharpened mean of two weak views, blended with labeled images (MixUp)",
    source: "Berthelot et al., 2019, arXiv 1905.02249",
    settings: [
      S.supervisedWeight, squaredWeight, guesses, temperature, alpha, shares, early, S.linear,
    ]
  ) { parts in
    let views = (0..<parts[guesses]).map { View(.unlabeled, .weak, number: $0) }
    let mixUp = MixUp([.labeledWeak] + views, alpha: parts[alpha], shares: parts[shares])
    return parts.pipeline(
      threshold: FixedThreshold(
        0, labels: .soft(temperature: parts[temperature]), views: .weak(views.count)),
      transform: mixUp,
      losses: [
        MixedLabelLoss(mixUp.outputs(of: .labeled), name: "supervised")
          * parts[S.supervisedWeight],
        parts.weighted(
          MixedLabelLoss(mixUp.outputs(of: .unlabeled), distance: .squared),
          by: squaredWeight, ramp: early, along: S.linear),
      ])
  }

  private static let strongViews = Setting<Int>(
    "strong-views", 2, in: 1...8, "strong views of an unlabeled image (USB: 2; paper: 8)")
  private static let labeledStrength = Setting<Bool>(
    "labeled-strong", true, "whether labeled images are strong views (paper: true; USB: false)")
  private static let queue = Setting<Int>(
    "alignment-queue", 128, in: 0...100_000,
    "batches behind the model's distribution, 0 for a moving average (authors: 128; USB: 0)")
  private static let mixedWeight = Setting<Double>(
    "mixed-weight", 1.5, in: 0...1e6, "factor on blended unlabeled images (paper: 1.5)")
  private static let strongWeight = Setting<Double>(
    "strong-weight", 0.5, in: 0...1e6, "factor on the first strong view as it is (paper: 0.5)")
  private static let rotationWeight = Setting<Double>(
    "rotation-weight", 0.5, in: 0...1e6, "factor on saying how images are rotated (paper: 0.5)")

  /// ReMixMatch: aligned labels anchor strong views, blended; a second head learns rotations.
  public static let reMixMatch = Method(
    name: "remixmatch",
    summary: "Aligned sharpened labels anchor strong views, blended; a head for rotations",
    source: "Berthelot et al., 2020, arXiv 1911.09785",
    settings: [
      S.supervisedWeight, mixedWeight, strongWeight, rotationWeight, strongViews, labeledStrength,
      temperature, queue, alpha, shares, early, S.linear,
    ]
  ) { parts in
    let strong = (0..<parts[strongViews]).map { View(.unlabeled, .strong, number: $0) }
    let labeled = View(.labeled, parts[labeledStrength] ? .strong : .weak)
    let mixUp = MixUp(
      [labeled] + strong + [.unlabeledWeak], alpha: parts[alpha], shares: parts[shares])
    let length = parts[queue]
    return parts.pipeline(
      threshold: FixedThreshold(
        0, labels: .soft(temperature: parts[temperature]),
        alignment: DistributionAlignment(
          target: .labels, queueLength: length > 0 ? length : nil)),
      transform: mixUp,
      losses: [
        MixedLabelLoss(mixUp.outputs(of: .labeled), name: "supervised")
          * parts[S.supervisedWeight],
        parts.weighted(
          MixedLabelLoss(mixUp.outputs(of: .unlabeled)), by: mixedWeight, ramp: early,
          along: S.linear),
        parts.weighted(
          PseudoLabelCrossEntropy(name: "strong"), by: strongWeight, ramp: early, along: S.linear),
        RotationLoss() * parts[rotationWeight],
      ])
  }
}
