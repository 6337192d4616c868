import Parts

/// The linear map from features of length one to class scores.
struct NormalizedHead: Part {
  struct Options: PartOptions {
    var dropout = ClassifierHead.normalized.dropProbability

    static let declared = [ClassifierHead.dropoutOption(\Self.dropout, "Ada-CM: 0.5")]
  }

  static let info = PartInfo(
    "normalized", "features divided by their length, then a linear map",
    source: "the published code of Ada-CM (Li, Wang, Yang, Wang and Gao, 2022)")

  let head: ClassifierHead

  init(_ options: Options, for context: PartContext) {
    head = ClassifierHead(dropProbability: options.dropout, normalizesFeatures: true)
  }
}
