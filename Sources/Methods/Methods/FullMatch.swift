import Parts

extension Method {
  /// FullMatch: FixMatch, negative labels for all samples, and an even rest for accepted ones.
  package static let fullMatch = Method(
    "fullmatch", "FixMatch, adaptive negative labels for all samples, entropy meaning loss",
    source: "Chen et al., 2023, arXiv 2303.11066", threshold: "fixed",
    losses: [
      "supervised", "pseudo-label",
      LossTerm(
        PartChoice(
          "snl",
          ["rule": "adaptiveTopK", "samples": "all", "reduction": "sum", "epsilon": 1e-10]),
        weight: 1),
      LossTerm("entropy-meaning", weight: 1),
    ])
}
