public import TrainingSteps

/// A loss that tells unlabeled samples which classes they are not.
public protocol NegativeLabeling: LossStrategy {
  /// Returns the classes that each unlabeled sample is told it is not, for reports.
  ///
  /// - Parameter step: A step with a selection.
  /// - Returns: The rejected classes of every unlabeled sample.
  func rejectedClasses(_ step: Step) -> [[Int]]
}

extension LossStrategy {
  /// Returns the classes that each unlabeled sample is told it is not; nil for a loss without negative
  /// labels, and while its factor is zero.
  package func negativeLabels(_ step: Step) -> [[Int]]? {
    if let weighted = self as? WeightedLoss {
      return weighted.factor(step.progress) == 0 ? nil : weighted.base.negativeLabels(step)
    }
    return (self as? any NegativeLabeling)?.rejectedClasses(step)
  }
}
