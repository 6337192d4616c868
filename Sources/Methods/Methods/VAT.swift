import Parts

extension Method {
  /// Virtual adversarial training: answers resist the worst small change of an image.
  public static let vat = Method(
    "vat", "Answers resist the worst small change of an image, and are decided",
    source: "Miyato et al., 2018, arXiv 1704.03976",
    losses: [
      "supervised",
      // Weights 0.3 and 0.06 as in USB and Oliver et al.; the paper has 1 and 1.
      LossTerm("virtual-adversarial", weight: 0.3, ramp: 0.4),
      LossTerm(PartChoice("entropy", ["statistics": "separate"]), weight: 0.06),
    ])
}
