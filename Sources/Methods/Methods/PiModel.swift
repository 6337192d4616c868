import Parts

extension Method {
  /// The Pi-model: two weak views of an image get the same answer.
  package static let piModel = Method(
    "pi-model", "Two weak views of an image get the same answer",
    source: "Laine and Aila, 2017, arXiv 1610.02242",
    losses: [
      "supervised",
      // Weight 10 as in USB; the paper has 8 for CIFAR-10.
      LossTerm(
        PartChoice("consistency", ["target": "student"]), weight: 10, ramp: 0.4,
        curve: "exponential"),
    ])
}
