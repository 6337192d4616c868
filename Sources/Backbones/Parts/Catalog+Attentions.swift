public import Parts

extension Catalog where Product == LocalAttention? {
  /// The attentions that a network can have.
  public static let attentions = Catalog(
    kind: "attention",
    [Entry(NoAttention.self) { _ in nil }, Entry(LocalAttention.self) { $0 }])
}
