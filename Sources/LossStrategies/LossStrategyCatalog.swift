public import TrainingSteps

/// The losses of this package, as lists show them.
public enum LossStrategyCatalog {
  /// One line a loss.
  public static let entries: [CatalogEntry<any LossStrategy>] = [
    CatalogEntry(SupervisedCrossEntropy.self) { _ in SupervisedCrossEntropy() },
    CatalogEntry(PseudoLabelCrossEntropy.self) { _ in PseudoLabelCrossEntropy() },
    CatalogEntry(SelectiveNegativeLearning.self) { _ in SelectiveNegativeLearning() },
    CatalogEntry(ConsistencyLoss.self) { _ in ConsistencyLoss() },
    CatalogEntry(EntropyLoss.self) { _ in EntropyLoss() },
    CatalogEntry(FairnessLoss.self) { _ in FairnessLoss() },
    CatalogEntry(EntropyMeaningLoss.self) { _ in EntropyMeaningLoss() },
    CatalogEntry(ContrastiveLoss.self) { _ in ContrastiveLoss() },
    CatalogEntry(SymmetricDivergenceLoss.self) { _ in SymmetricDivergenceLoss() },
    CatalogEntry(VirtualAdversarialLoss.self) { _ in VirtualAdversarialLoss() },
    CatalogEntry(MixedLabelLoss.self) { _ in MixedLabelLoss([View(.unlabeled, .mixed)]) },
    CatalogEntry(RotationLoss.self) { _ in RotationLoss() },
  ]
}
