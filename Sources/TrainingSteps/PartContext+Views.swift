package import Parts

extension PartContext {
  private static let evaluatedKey = ContextKey("evaluated-views", default: [View.unlabeledWeak])
  private static let transformedKey = ContextKey<[View]>("transformed-views", default: [])

  /// The unlabeled views that the threshold policy reads; the first weak one where there is no policy.
  package var evaluatedViews: [View] {
    get { self[Self.evaluatedKey] }
    set { self[Self.evaluatedKey] = newValue }
  }

  /// The views that the batch transform makes; none without a transform.
  package var transformedViews: [View] {
    get { self[Self.transformedKey] }
    set { self[Self.transformedKey] = newValue }
  }
}
