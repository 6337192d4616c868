import Parts

/// A network without attention.
struct NoAttention: Part {
  static let info = PartInfo("none", "no attention", source: "reference")

  init(_ options: NoOptions, for context: PartContext) {}
}
