import Parts

extension Method {
  /// Ada-CM: an adaptive confidence margin for each class, and contrast among rejected samples.
  package static let adaCM = Method(
    "ada-cm", "Adaptive confidence margins, two weak views, contrast among rejected samples",
    source: "Li et al., 2022, arXiv 2203.12341",
    threshold: PartChoice("dta", ["weak-views": 2, "source": "student"]),
    losses: [
      LossTerm("supervised", weight: 0.5), "pseudo-label", LossTerm("contrastive", weight: 0.1),
    ])
}
