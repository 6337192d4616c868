import Parts

extension Method {
  /// Pseudo-labels on the very view that they come from, with a weight that grows.
  package static let pseudoLabel = Method(
    "pseudo-label", "What the network is sure of teaches the same weak view",
    source: "Lee, 2013, ICML workshop on representation learning", threshold: "fixed",
    losses: [
      "supervised", LossTerm(PartChoice("pseudo-label", ["view": "weak"]), ramp: 0.4),
    ])
}
