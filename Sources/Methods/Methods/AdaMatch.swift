import Parts

extension Method {
  /// AdaMatch: aligned pseudo-labels, a threshold relative to the labeled batch, mixed batch norms.
  package static let adaMatch = Method(
    "adamatch", "Aligned labels, threshold relative to the labeled batch, interpolated scores",
    source: "Berthelot et al., 2022, arXiv 2106.04732", threshold: "adamatch",
    losses: [
      // The paper learns from both labeled views; USB from the weak one alone.
      LossTerm(
        PartChoice("supervised", ["interpolation": true]), label: "supervised-weak", weight: 0.5),
      LossTerm(
        PartChoice("supervised", ["view": "strong", "interpolation": true]),
        label: "supervised-strong", weight: 0.5),
      LossTerm("pseudo-label", ramp: 0.5, curve: "cosine"),
    ])
}
