import Parts

extension Method {
  /// ReMixMatch: aligned labels anchor strong views, blended; a second head learns rotations.
  package static let reMixMatch = Method(
    "remixmatch", "Aligned sharpened labels anchor strong views, blended; a head for rotations",
    source: "Berthelot et al., 2020, arXiv 1911.09785",
    threshold: PartChoice(
      "fixed",
      [
        "threshold": 0, "labels": "soft", "temperature": 0.5, "alignment": "labels",
        "alignment-queue": 128,
      ]),
    // Two strong views as in USB; eight in the paper.
    transform: PartChoice("mixup", ["labeled-view": "strong", "strong-views": 2]),
    losses: [
      LossTerm(PartChoice("mixed-label", ["pool": "labeled"]), label: "supervised"),
      LossTerm("mixed-label", label: "mixed", weight: 1.5, ramp: 1.0 / 64),
      LossTerm("pseudo-label", label: "strong-view", weight: 0.5, ramp: 1.0 / 64),
      LossTerm("rotation", weight: 0.5),
    ])
}
