import Parts
import Training

extension Method {
  /// Two-stage learning: a student is trained on a teacher's pseudo-labels, then on the labels.
  package static let twoStage = Method(
    "two-stage", "Pre-training on a teacher's pseudo-labels, then fine-tuning on labels (inferred)",
    source: "Yu et al., 2024, arXiv 2403.11942 (inferred)",
    stages: [
      MethodStage(name: "teaching", losses: ["supervised"]),
      MethodStage(
        name: "pretraining",
        // All samples count, as in Face2Exp.
        threshold: PartChoice("fixed", ["threshold": 0, "source": "teacher"]),
        losses: ["pseudo-label"], teacher: "frozen", joinsWeakView: false),
      MethodStage(name: "tuning", losses: ["supervised"], start: .continued),
    ])
}
