import LossStrategies
import ThresholdPolicies
import TrainingSteps

extension Method {
  private typealias S = MethodSettings
  private typealias N = NegativeLearningSettings

  private static let generations = Setting<Int>(
    "generations", 2, in: 1...100,
    "networks that learn from the labels of the one before (authors: 10 and more)")
  private static let passes = Setting<Int>(
    "passes", 10, in: 2...1_000, "answers behind mean and deviation (paper: 10)")
  private static let variation = Setting<UncertaintyThreshold.Variation>(
    "variation", .augmentation,
    "what makes answers differ: weak views, or what a network's dropout drops (paper: dropout)")
  private static let confidence = Setting<Double>(
    "threshold", 0.7, in: 0...1, "least mean confidence of a pseudo-label (authors: 0.70)")
  private static let deviation = Setting<Double>(
    "deviation", 0.05, in: 0...1, "largest deviation of a pseudo-label (authors: 0.05)")
  private static let negativeDeviation = Setting<Double>(
    "negative-deviation", 0.005, in: 0...1, "largest deviation of a rejected class (authors: 0.005)"
  )
  private static let upsTemperature = Setting<Double>(
    "negative-temperature", 2, in: 0.001...1_000,
    "temperature of the probabilities that reject classes (authors: 2)")
  private static let upsNegativeWeight = Setting<Double>(
    "negative-weight", 1, in: 0...1e6, "factor on negative learning (authors: 1)")

  /// UPS: each network learns from what the one before is certain of, and certain that it is not.
  public static let ups = Method(
    name: "ups",
    summary: "Networks in turn learn what the one before is certain of, and certain it is not",
    source: "Rizve et al., 2021, arXiv 2101.06329",
    settings: S.weights + [
      generations, passes, variation, confidence, deviation, upsNegativeWeight, N.probability,
      negativeDeviation, upsTemperature,
    ],
    stages: { parts in
      let limits = UncertaintyThreshold.Limits(
        confidence: parts[confidence], deviation: parts[deviation],
        negativeProbability: parts[N.probability], negativeDeviation: parts[negativeDeviation],
        negativeTemperature: parts[upsTemperature])
      var generation = parts.pipeline(
        threshold: UncertaintyThreshold(
          limits: limits, passes: parts[passes], variation: parts[variation]),
        losses: [
          parts.supervised,
          parts.pseudoLabels,
          SelectiveNegativeLearning(.bySelection, normalizer: .nonEmpty)
            * parts[upsNegativeWeight],
        ])
      generation.teacher = .frozen
      return [Stage(parts.pipeline(losses: [parts.supervised]))]
        + (0..<parts[generations]).map { _ in Stage(generation) }
    })

  private static let teaching = Setting<Double>(
    "teaching-length", 1, in: 1e-3...1e3, "length of the teacher's stage (inferred)")
  private static let pretraining = Setting<Double>(
    "pretraining-length", 1, in: 1e-3...1e3, "length of the stage on pseudo-labels (inferred)")
  private static let tuning = Setting<Double>(
    "tuning-length", 1, in: 1e-3...1e3, "length of the stage on labels (inferred)")
  private static let least = Setting<Double>(
    "threshold", 0, in: 0...1, "least confidence of a pseudo-label (Face2Exp: 0, all samples)")

  /// Two-stage learning: a student is trained on a teacher's pseudo-labels, then on the labels.
  public static let twoStage = Method(
    name: "two-stage",
    summary: "Pre-training on a teacher's pseudo-labels, then fine-tuning on labels (inferred)",
    source: "Yu et al., 2024, arXiv 2403.11942 (inferred)",
    settings: S.weights + [least, teaching, pretraining, tuning],
    stages: { parts in
      let supervised = parts.pipeline(losses: [parts.supervised])
      var student = parts.pipeline(
        threshold: FixedThreshold(parts[least], views: .weak(by: .teacher)),
        losses: [parts.pseudoLabels])
      student.teacher = .frozen
      return [
        Stage(supervised, length: parts[teaching]),
        Stage(student, length: parts[pretraining]),
        Stage(supervised, start: .continued, length: parts[tuning]),
      ]
    })
}
