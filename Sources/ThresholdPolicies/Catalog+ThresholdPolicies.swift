public import Parts

extension Catalog where Product == any ThresholdPolicy {
  /// The threshold policies of this package; a new one is one line here.
  package static let thresholdPolicies = Catalog(
    kind: "threshold policy",
    [
      Entry(FixedThreshold.self),
      Entry(FlexMatchThreshold.self),
      Entry(DynamicThresholdAdjustment.self),
      Entry(FreeMatchThreshold.self),
      Entry(SoftMatchWeighting.self),
      Entry(AdaMatchThreshold.self),
      Entry(DashThreshold.self),
      Entry(UPSSelection.self),
      Entry(DNFERSelection.self),
      Entry(SmallLossSelection.self),
    ])
}

extension Catalog.Entry where Product == any ThresholdPolicy {
  /// Creates the entry of a policy.
  ///
  /// - Parameter type: The part.
  public init<P: ThresholdPolicy & Part>(_ type: P.Type) {
    self.init(type) { $0 }
  }
}
