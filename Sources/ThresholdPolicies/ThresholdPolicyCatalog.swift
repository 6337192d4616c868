public import TrainingSteps

/// The threshold policies of this package, as lists show them.
public enum ThresholdPolicyCatalog {
  /// One line a policy.
  public static let entries: [CatalogEntry<any ThresholdPolicy>] = [
    CatalogEntry(FixedThreshold.self) { _ in FixedThreshold() },
    CatalogEntry(CurriculumThreshold.self) { _ in CurriculumThreshold() },
    CatalogEntry(DynamicThresholdAdjustment.self) { DynamicThresholdAdjustment(classCount: $0) },
    CatalogEntry(SelfAdaptiveThreshold.self) { _ in SelfAdaptiveThreshold() },
    CatalogEntry(SoftThreshold.self) { _ in SoftThreshold() },
    CatalogEntry(RelativeThreshold.self) { _ in RelativeThreshold() },
    CatalogEntry(LossThreshold.self) { _ in LossThreshold() },
    CatalogEntry(UncertaintyThreshold.self) { _ in UncertaintyThreshold() },
    CatalogEntry(BatchMeanSelection.self) { _ in BatchMeanSelection() },
    CatalogEntry(SmallLossSelection.self) { _ in SmallLossSelection() },
  ]
}
