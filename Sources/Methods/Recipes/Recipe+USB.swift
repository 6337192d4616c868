import Augmentations
import Parts

extension Recipe {
  /// The recipe `usb`: USB's settings for Wide ResNets on 32-pixel images.
  public static let usb = Recipe(
    "usb", "WRN-28-2, 64 labeled and 448 unlabeled images a step, SGD 0.03",
    source: "microsoft/Semi-supervised-learning, classic_cv configurations",
    parts: [
      .backbone: "wrn-28-2", .attention: "none", .head: "linear", .weak: "flip-and-crop",
      .strong: "usb", .optimizer: "sgd", .schedule: "cosine",
      .teacher: PartChoice("ema", ["ramp-up": false, "buffers": "copied"]),
    ],
    defaults: [
      "attention.drop": 0, "backbone.batch-norm-momentum": 0.001, "weak.padding": "eighth",
      "strong.padding": "eighth",
    ],
    normalization: .imageNet, batchSize: 64, unlabeledRatio: 7, steps: 1 << 20)
}
