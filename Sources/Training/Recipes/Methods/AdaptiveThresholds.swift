import LossStrategies
import ThresholdPolicies
import TrainingSteps

extension Method {
  private typealias S = MethodSettings

  private static let averageMomentum = Setting<Double>(
    "average-momentum", 0.999, in: 0...1,
    "share of old averages that stays at each step (paper: 0.999)")

  private static let fairnessWeight = Setting<Double>(
    "fairness-weight", 0.001, in: 0...1e6, "factor on the fairness term (USB: 0.001)")
  private static let quantile = Setting<Double>(
    "quantile", 0, in: 0...1,
    "quantile that the global threshold follows, 0 for the mean (USB: 0.8)")
  private static let lowest = Setting<Double>(
    "lowest-threshold", 0, in: 0...1, "least global threshold (TorchSSL on SVHN: 0.9)")
  private static let highest = Setting<Double>(
    "highest-threshold", 1, in: 0...1, "largest global threshold (USB and TorchSSL on SVHN: 0.95)")

  /// FreeMatch: a threshold that follows the network's own confidence, and fairness over classes.
  public static let freeMatch = Method(
    name: "freematch", summary: "The network's own mean confidence scaled by class, and fairness",
    source: "Wang et al., 2023, arXiv 2205.07246",
    settings: S.weights + [fairnessWeight, averageMomentum, quantile, lowest, highest]
  ) { parts in
    let level: Double = parts[quantile]
    let limits: ClosedRange<Double> = parts[lowest]...max(parts[lowest], parts[highest])
    return parts.pipeline(
      threshold: SelfAdaptiveThreshold(
        momentum: parts[averageMomentum], quantile: level > 0 ? level : nil, limits: limits),
      losses: [
        parts.supervised, parts.pseudoLabels, FairnessLoss() * parts[fairnessWeight],
      ])
  }

  /// What probabilities are aligned with.
  private enum Alignment: String, CaseIterable, Sendable {
    case none, uniform, labeled, labels
  }

  private static let deviations = Setting<Double>(
    "deviations", 2, in: 1e-3...1e3,
    "how much narrower than the confidences the Gaussian is (USB: 2)")
  private static let order = Setting<SoftThreshold.Order>(
    "order", .beforeAlignment,
    "which confidences make mean and variance (paper: before; USB: after)")
  private static let softAlignment = Setting<Alignment>(
    "alignment", .uniform, "what probabilities are aligned with before they are weighed (paper)")

  /// SoftMatch: samples count by a Gaussian around the mean confidence.
  public static let softMatch = Method(
    name: "softmatch", summary: "All samples count, by a Gaussian around the mean confidence",
    source: "Chen et al., 2023, arXiv 2301.10921",
    settings: S.weights + [averageMomentum, deviations, order, softAlignment]
  ) { parts in
    let target: DistributionAlignment.Target? =
      switch parts[softAlignment] {
      case .none: nil
      case .uniform: .uniform
      case .labeled: .labeled
      case .labels: .labels
      }
    return parts.pipeline(
      threshold: SoftThreshold(
        momentum: parts[averageMomentum], deviations: parts[deviations],
        alignment: target.map { DistributionAlignment(target: $0) },
        order: target == nil ? .beforeAlignment : parts[order]),
      losses: [parts.supervised, parts.pseudoLabels])
  }

  private static let share = Setting<Double>(
    "share", 0.9, in: 0...1, "share of the labeled batch's mean confidence (paper: 0.9; USB: 0.95)")
  private static let interpolates = Setting<Bool>(
    "interpolation", true, "random interpolation of labeled scores (paper: true; USB: false)")
  private static let learnsStrong = Setting<Bool>(
    "labeled-strong", true, "whether labeled strong views learn too (paper: true; USB: false)")
  private static let queue = Setting<Int>(
    "alignment-queue", 128, in: 0...100_000,
    "batches behind the model's distribution, 0 for a moving average (authors: 128; USB: 0)")
  private static let halfRun = Setting<Double>(
    "ramp", 0.5, in: 0...1,
    "share of the run in which the unlabeled loss grows (paper: 0.5; USB: 0)")
  private static let cosine = Setting<Ramp.Curve>(
    "ramp-curve", .cosine, "how the unlabeled loss grows (paper: cosine)")

  /// AdaMatch: aligned pseudo-labels, a threshold relative to the labeled batch, mixed batch norms.
  public static let adaMatch = Method(
    name: "adamatch",
    summary: "Aligned labels, threshold relative to the labeled batch, interpolated scores",
    source: "Berthelot et al., 2022, arXiv 2106.04732",
    settings: S.weights + [share, interpolates, learnsStrong, queue, halfRun, cosine]
  ) { parts in
    let views = parts[learnsStrong] ? [.labeledWeak, View(.labeled, .strong)] : [.labeledWeak]
    let length = parts[queue]
    return parts.pipeline(
      threshold: RelativeThreshold(
        parts[share],
        alignment: DistributionAlignment(target: .labeled, queueLength: length > 0 ? length : nil),
        interpolatesLogits: parts[interpolates]),
      losses: views.map {
        SupervisedCrossEntropy(
          view: $0, interpolatesLogits: parts[interpolates], name: "supervised-\($0.strength)")
          * (parts[S.supervisedWeight] / Float(views.count))
      } + [
        parts.weighted(
          PseudoLabelCrossEntropy(), by: S.unlabeledWeight, ramp: halfRun, along: cosine)
      ])
  }

  private static let decay = Setting<Double>(
    "decay", 1.27, in: 1...1e6, "what the bound is divided by after each period (paper: 1.27)")
  private static let leastBound = Setting<Double>(
    "least-bound", 0.05, in: 1e-6...1e6, "least bound on the loss (USB: 0.05)")
  private static let warmUpShare = Setting<Double>(
    "warm-up", 0.05, in: 0...1, "share of the run that learns from labels alone (USB: 2,048 steps)")
  private static let period = Setting<Double>(
    "period", 10.0 / 1_024, in: 1e-6...1, "share of the run after which the bound shrinks (USB)")
  private static let dashTemperature = Setting<Double>(
    "temperature", 0.5, in: 0.001...1_000, "temperature of soft labels (USB: 0.5)")

  /// Dash: samples of small loss count, with a bound that shrinks.
  public static let dash = Method(
    name: "dash", summary: "Samples of small loss count, with a bound that shrinks",
    source: "Xu et al., 2021, ICML, proceedings.mlr.press/v139/xu21e.html",
    settings: S.weights + [decay, leastBound, warmUpShare, period, dashTemperature]
  ) { parts in
    parts.pipeline(
      threshold: LossThreshold(
        decay: parts[decay], least: parts[leastBound], temperature: parts[dashTemperature],
        warmUp: parts[warmUpShare], period: parts[period]),
      losses: [parts.supervised, parts.pseudoLabels])
  }
}
