import Runs
import Training

/// A figure of a finished run that tables can show; all are fractions of one.
enum AblationMetric: String, CaseIterable {
  case accuracy, accuracyStudent, accuracyMedian20, accuracyBestOnValidation, validationAccuracy
  case balancedAccuracy, macroF1, expectedCalibrationError, pseudoLabelCoverage
  case pseudoLabelPrecision

  /// The figure of a run; nil where the run has none.
  func value(_ run: RunSummary) -> Double? {
    switch self {
    case .accuracy: run.accuracy
    case .accuracyStudent: run.accuracyStudent
    case .accuracyMedian20: run.accuracyMedian20
    case .accuracyBestOnValidation: run.accuracyBestOnValidation
    case .validationAccuracy: run.validationAccuracy
    case .balancedAccuracy: run.balancedAccuracy
    case .macroF1: run.macroF1
    case .expectedCalibrationError: run.expectedCalibrationError
    case .pseudoLabelCoverage: run.pseudoLabelCoverage
    case .pseudoLabelPrecision: run.pseudoLabelPrecision
    }
  }
}
