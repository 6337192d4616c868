import Parts

extension Recipe {
  /// The recipe `default`: small networks and short runs on two cores.
  public static let standard = Recipe(
    "default", "SGD 0.03, 7/16 cosine, EMA 0.999 with ramp, RandAugment of USB",
    source: "the Fashion-MNIST reference of this package's benchmarks",
    parts: [
      .backbone: "wrn-10-1", .attention: "none", .head: "linear", .weak: "flip-and-crop",
      .strong: "usb", .optimizer: "sgd", .schedule: "cosine",
      .teacher: PartChoice("ema", ["ramp-up": true, "buffers": "copied"]),
    ],
    // Attention that is asked for drops nothing unless that is asked for too.
    defaults: ["attention.drop": 0], batchSize: 32, unlabeledRatio: 3, steps: 2_000)
}
