import Augmentations
import Parts

extension Recipe {
  /// The recipe `paper`: the settings of the paper's lineage (see
  /// `Provenance`).
  public static let paper = Recipe(
    "paper", "ResNet-18 with local attention and map drop, Adam 5e-4, weights 0.5 / 1 / 0.1",
    source: "arXiv 2601.05556 as inferred from the code of Ada-CM (arXiv 2203.12341)",
    parts: [
      .backbone: "resnet18", .attention: PartChoice("local", ["branches": 2, "drop": 0.6]),
      .head: "normalized", .weak: "flip-and-crop", .strong: "usb",
      .optimizer: PartChoice("adam", ["learning-rate": 5e-4, "decay-after-step": 0.02]),
      .schedule: "constant",
      .teacher: PartChoice("ema", ["ramp-up": false, "buffers": "averaged"]),
    ],
    defaults: ["weak.padding": "twenty-eighth", "strong.padding": "twenty-eighth"],
    normalization: .imageNet, batchSize: 16, unlabeledRatio: 1, steps: 16_000,
    lossWeights: ["supervised": 0.5, "snl": 0.1], options: options)

  private static let options: RecipeOptions = {
    var options = RecipeOptions()
    options.isClassBalanced = true
    options.joinsWeakView = false
    return options
  }()
}
