import Parts

extension Method {
  /// FlexMatch: as FixMatch, with a threshold for every class that follows its learning status.
  public static let flexMatch = Method(
    "flexmatch", "Curriculum thresholds per class by learning status, with warm-up",
    source: "Zhang et al., 2021, arXiv 2110.08263", threshold: "flexmatch",
    losses: ["supervised", "pseudo-label"])
}
