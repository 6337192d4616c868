import Parts

extension Method {
  /// Progressive Teacher: a mean teacher that trusts fewer and fewer labels, those of small loss.
  package static let progressiveTeacher = Method(
    "progressive-teacher",
    "For noisy labels: a mean teacher that keeps labels of small loss (inferred)",
    source: "Jiang et al., 2022, arXiv 2205.14361 (algorithm inferred)", threshold: "small-loss",
    losses: [
      "supervised", LossTerm("consistency", weight: 50, ramp: 0.4, curve: "exponential"),
    ])
}
