import Parts

extension Method {
  /// MixMatch: guessed labels of weak views, blended with labeled images.
  package static let mixMatch = Method(
    "mixmatch", "Sharpened mean of two weak views, blended with labeled images (MixUp)",
    source: "Berthelot et al., 2019, arXiv 1905.02249",
    threshold: PartChoice(
      "fixed", ["threshold": 0, "labels": "soft", "temperature": 0.5, "weak-views": 2]),
    transform: "mixup",
    losses: [
      LossTerm(PartChoice("mixed-label", ["pool": "labeled"]), label: "supervised"),
      // Weight 100 as the paper's starting point and USB; 75 in the paper's CIFAR-10. A ramp over
      // 1/64 as the authors; 0.4 in USB.
      LossTerm(
        PartChoice("mixed-label", ["distance": "squared"]), label: "mixed", weight: 100,
        ramp: 1.0 / 64),
    ])
}
