import Parts

extension Method {
  /// FixMatch: pseudo-labels from weak views above a fixed confidence teach strong views.
  public static let fixMatch = Method(
    "fixmatch", "Fixed confidence threshold 0.95, weak view teaches strong view",
    source: "Sohn et al., 2020, arXiv 2001.07685", threshold: "fixed",
    losses: ["supervised", "pseudo-label"])
}
