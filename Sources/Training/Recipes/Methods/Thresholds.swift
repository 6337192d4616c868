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
      threshold: parts.fixedThreshold, losses: [parts.supervised, parts.pseudoLabels])
  }

  /// FlexMatch: as FixMatch, with a threshold for every class that follows its learning status.
  public static let flexMatch = Method(
    name: "flexmatch", summary: "Curriculum thresholds per class by learning status, with warm-up",
    source: "Zhang et al., 2021, arXiv 2110.08263",
    settings: MethodSettings.weights + CurriculumSettings.all
  ) { parts in
    parts.pipeline(
      threshold: parts.curriculumThreshold, losses: [parts.supervised, parts.pseudoLabels])
  }
}

/// The settings of FlexMatch's thresholds.
enum CurriculumSettings {
  static let warmUp = Setting<Bool>(
    "warm-up", true, "whether samples never predicted confidently hold thresholds down (paper)")
  static let mapping = Setting<CurriculumThreshold.Mapping>(
    "mapping", .convex, "how the learning of a class becomes a share of the threshold (paper)")
  static let floor = Setting<Double>(
    "floor", 0, in: 0...0.95, "least threshold of a class (paper: 0)")

  static let all: [any DeclaredSetting] = [MethodSettings.threshold, warmUp, mapping, floor]
}

extension MethodParts {
  /// The threshold of the settings.
  var fixedThreshold: FixedThreshold { FixedThreshold(self[MethodSettings.threshold]) }

  /// The thresholds by learning status of the settings.
  var curriculumThreshold: CurriculumThreshold {
    CurriculumThreshold(
      self[MethodSettings.threshold], warmUp: self[CurriculumSettings.warmUp],
      mapping: self[CurriculumSettings.mapping], floor: self[CurriculumSettings.floor])
  }
}
