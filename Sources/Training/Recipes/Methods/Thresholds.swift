import LossStrategies
import ThresholdPolicies

extension Method {
  /// FixMatch: pseudo-labels from weak views above a fixed confidence teach strong views.
  public static let fixMatch = Method(
    name: "fixmatch", summary: "Fixed confidence threshold 0.95, weak view teaches strong view",
    source: "Sohn et al., 2020, arXiv 2001.07685",
    settings: MethodSettings.weights + [MethodSettings.threshold]
  ) { parts in
    parts.pipeline(
      threshold: FixedThreshold(parts[MethodSettings.threshold]),
      losses: [parts.supervised, parts.pseudoLabels])
  }

  private static let warmUp = Setting<Bool>(
    "warm-up", true, "whether samples never predicted confidently hold thresholds down (paper)")
  private static let mapping = Setting<CurriculumThreshold.Mapping>(
    "mapping", .convex, "how the learning of a class becomes a share of the threshold (paper)")
  private static let leastThreshold = Setting<Double>(
    "floor", 0, in: 0...0.95, "least threshold of a class (paper: 0)")

  /// FlexMatch: as FixMatch, with a threshold for every class that follows its learning status.
  public static let flexMatch = Method(
    name: "flexmatch", summary: "Curriculum thresholds per class by learning status, with warm-up",
    source: "Zhang et al., 2021, arXiv 2110.08263",
    settings: MethodSettings.weights + [MethodSettings.threshold, warmUp, mapping, leastThreshold]
  ) { parts in
    parts.pipeline(
      threshold: CurriculumThreshold(
        parts[MethodSettings.threshold], warmUp: parts[warmUp], mapping: parts[mapping],
        floor: parts[leastThreshold]),
      losses: [parts.supervised, parts.pseudoLabels])
  }
}
