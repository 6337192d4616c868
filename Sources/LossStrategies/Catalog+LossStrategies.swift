public import Parts

extension Catalog where Product == any LossStrategy {
  /// The losses of this package; a new one is one line here.
  package static let lossStrategies = Catalog(
    kind: "loss",
    [
      Entry(SupervisedCrossEntropy.self),
      Entry(PseudoLabelCrossEntropy.self),
      Entry(SelectiveNegativeLearning.self),
      Entry(ConsistencyLoss.self),
      Entry(EntropyLoss.self),
      Entry(FairnessLoss.self),
      Entry(EntropyMeaningLoss.self),
      Entry(ContrastiveLoss.self),
      Entry(SymmetricDivergenceLoss.self),
      Entry(VirtualAdversarialLoss.self),
      Entry(MixedLabelLoss.self),
      Entry(RotationLoss.self),
    ])
}

extension Catalog.Entry where Product == any LossStrategy {
  /// Creates the entry of a loss.
  ///
  /// - Parameter type: The part.
  public init<P: LossStrategy & Part>(_ type: P.Type) {
    self.init(type) { $0 }
  }
}
