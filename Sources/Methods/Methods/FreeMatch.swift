import Parts

extension Method {
  /// FreeMatch: a threshold that follows the network's own confidence, and fairness over classes.
  package static let freeMatch = Method(
    "freematch", "The network's own mean confidence scaled by class, and fairness",
    source: "Wang et al., 2023, arXiv 2205.07246", threshold: "freematch",
    // The fairness term's weight is that of USB.
    losses: ["supervised", "pseudo-label", LossTerm("fairness", weight: 0.001)])
}
