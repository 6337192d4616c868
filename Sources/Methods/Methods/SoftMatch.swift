import Parts

extension Method {
  /// SoftMatch: samples count by a Gaussian around the mean confidence.
  package static let softMatch = Method(
    "softmatch", "All samples count, by a Gaussian around the mean confidence",
    source: "Chen et al., 2023, arXiv 2301.10921", threshold: "softmatch",
    losses: ["supervised", "pseudo-label"])
}
