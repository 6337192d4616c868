import Parts

extension Method {
  /// Dash: samples of small loss count, with a bound that shrinks.
  public static let dash = Method(
    "dash", "Samples of small loss count, with a bound that shrinks",
    source: "Xu et al., 2021, ICML, proceedings.mlr.press/v139/xu21e.html", threshold: "dash",
    losses: ["supervised", "pseudo-label"])
}
