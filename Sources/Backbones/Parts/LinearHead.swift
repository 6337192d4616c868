import Parts

/// The linear map from features to class scores.
struct LinearHead: Part {
  struct Options: PartOptions {
    var dropout = ClassifierHead.linear.dropProbability

    static let declared = [ClassifierHead.dropoutOption(\Self.dropout, "PyTorch: 0")]
  }

  static let info = PartInfo(
    "linear", "a linear map from features to class scores", source: "reference")

  let head: ClassifierHead

  init(_ options: Options, for context: PartContext) {
    head = ClassifierHead(dropProbability: options.dropout, normalizesFeatures: false)
  }
}
