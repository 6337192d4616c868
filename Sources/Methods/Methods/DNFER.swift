import Parts

extension Method {
  /// DNFER: clean labels are chosen by the batch's mean probability; weak and strong view agree.
  public static let dnfer = Method(
    "dnfer", "For noisy labels: chooses clean ones, weak and strong view agree",
    source: "Gera and Balasubramanian, 2022, arXiv 2208.10221", threshold: "dnfer",
    // Half of the loss is agreement after the warm-up, in which all of it is cross-entropy.
    losses: [
      LossTerm("supervised", label: "supervised-weak", weight: 0.25),
      LossTerm(
        PartChoice("supervised", ["view": "strong"]), label: "supervised-strong", weight: 0.25),
      LossTerm("supervised", label: "warm-up-weak", weight: 0.25, epochs: 0..<3),
      LossTerm(
        PartChoice("supervised", ["view": "strong"]), label: "warm-up-strong", weight: 0.25,
        epochs: 0..<3),
      LossTerm("symmetric-divergence", label: "agreement", weight: 0.5, epochs: 3..<Int.max),
    ])
}
