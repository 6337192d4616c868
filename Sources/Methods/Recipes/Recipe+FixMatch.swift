import Parts

extension Recipe {
  /// The recipe `fixmatch`: the settings of FixMatch's own code for CIFAR-10.
  public static let fixMatch = Recipe(
    "fixmatch", "as usb, with RandAugment of two operations and EMA of buffers",
    source: "Sohn et al., FixMatch, 2020 (arXiv 2001.07685), Table 4 and google-research/fixmatch",
    parts: [
      .backbone: "wrn-28-2", .attention: "none", .head: "linear", .weak: "flip-and-crop",
      .strong: "google", .optimizer: "sgd", .schedule: "cosine",
      .teacher: PartChoice("ema", ["ramp-up": false, "buffers": "averaged"]),
    ],
    defaults: [
      "attention.drop": 0, "backbone.batch-norm-momentum": 0.001, "weak.padding": "eighth",
      "strong.padding": "eighth",
    ],
    batchSize: 64, unlabeledRatio: 7, steps: 1 << 20)
}
