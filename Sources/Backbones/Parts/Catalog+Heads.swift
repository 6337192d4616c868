public import Parts

extension Catalog where Product == ClassifierHead {
  /// How features become class scores.
  public static let heads = Catalog(
    kind: "head", [Entry(LinearHead.self) { $0.head }, Entry(NormalizedHead.self) { $0.head }])
}
