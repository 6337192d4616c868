public import Parts

extension Catalog where Product == any BatchTransform {
  /// The batch transforms of this package; a new one is one line here.
  package static let batchTransforms = Catalog(
    kind: "batch transform",
    [
      Entry(MixUp.self)
    ])
}

extension Catalog.Entry where Product == any BatchTransform {
  /// Creates the entry of a batch transform.
  ///
  /// - Parameter type: The part.
  public init<P: BatchTransform & Part>(_ type: P.Type) {
    self.init(type) { $0 }
  }
}
