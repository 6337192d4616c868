import Parts

extension Method {
  /// UPS: each network learns from what the one before is certain of, and certain that it is not.
  public static let ups = Method(
    "ups", "Networks in turn learn what the one before is certain of, and certain it is not",
    source: "Rizve et al., 2021, arXiv 2101.06329",
    stages: [
      MethodStage(name: "labels", losses: ["supervised"]),
      MethodStage(
        name: "generation", threshold: "ups",
        losses: [
          "supervised", "pseudo-label",
          LossTerm(
            PartChoice("snl", ["rule": "bySelection", "normalizer": "nonEmpty"]), weight: 1),
        ],
        // Two generations where the authors have ten and more.
        teacher: "frozen", joinsWeakView: false, repeats: 2),
    ])
}
