import Parts

extension Method {
  /// The paper's method: thresholds per class from labeled confidence, negative learning below.
  package static let dtaSNL = Method(
    "dta-snl",
    "Dynamic Threshold Adjustment and Selective Negative Learning, teacher's pseudo-labels",
    source: "Cai et al., 2026, arXiv 2601.05556 (formulas inferred)", threshold: "dta",
    losses: ["supervised", "pseudo-label", "snl"])
}
