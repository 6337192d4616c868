import LossStrategies
import ThresholdPolicies
import TrainingSteps

/// The settings of dynamic thresholds and selective negative learning.
enum NegativeLearningSettings {
  /// The names of the rules that choose complementary classes.
  enum RuleName: String, CaseIterable, Sendable {
    case belowProbability, belowChance, outsideTopK, adaptiveTopK, lowest, randomOne
  }

  /// The names of the evidence that sets thresholds.
  enum EvidenceName: String, CaseIterable, Sendable {
    case labeledSet, labeledBatches, eachLabeledBatch
  }

  static let beta = Setting<Double>(
    "beta", 0.97, in: 0...1, "share of a class's mean labeled confidence (Ada-CM: 0.97)")
  static let gamma = Setting<Double>(
    "gamma", 2.718281828459045, in: 1.0001...1e6,
    "how fast the epoch's factor 1 / (1 + gamma^-e) grows (Ada-CM: e)")
  static let initialThreshold = Setting<Double>(
    "initial-threshold", 0.8, in: 0...1, "threshold before the first update (Ada-CM: 0.8)")
  static let floor = Setting<Double>(
    "floor", 0.8, in: 0...1, "least threshold after an update (Ada-CM: 0.8)")
  static let thresholdRule = Setting<DynamicThresholdAdjustment.Rule>(
    "threshold-rule", .epochScaled, "how a threshold follows from mean confidences (Ada-CM)")
  static let evidence = Setting<EvidenceName>(
    "evidence", .labeledSet,
    "whether thresholds follow the whole labeled set or labeled batches, by epoch or by step")
  static let evidenceMomentum = Setting<Double>(
    "evidence-momentum", 0.999, in: 0...1, "momentum of thresholds that change every step")
  static let pseudoLabelSource = Setting<ViewRequest.Network>(
    "pseudo-label-source", .teacher, "which network makes pseudo-labels (Ada-CM: student)")
  static let weakViews = Setting<Int>(
    "weak-views", 1, in: 1...8, "weak views whose probabilities are averaged (Ada-CM: 2)")

  static let teacherBuffers = RecipeSettings.teacherBuffers.withDefault(
    .averaged, "what becomes of the running statistics of the teacher, which sets targets (Ada-CM)")

  static let threshold: [any DeclaredSetting] = [
    beta, gamma, initialThreshold, floor, thresholdRule, evidence, evidenceMomentum,
    pseudoLabelSource, weakViews, teacherBuffers,
  ]

  static let negativeWeight = Setting<Double>(
    "negative-weight", { Double($0.negativeWeight) }, in: 0...1e6, "factor on negative learning")
  static let rule = Setting<RuleName>(
    "negative-rule", .belowProbability, "which classes a rejected sample is not (UPS)")
  static let probability = Setting<Double>(
    "negative-probability", 0.05, in: 0...1,
    "probability below which a class is rejected (UPS: 0.05)"
  )
  static let count = Setting<Int>(
    "negative-count", 3, in: 1...65_534,
    "classes outside of which others are rejected, or the number of lowest classes")
  static let ceiling = Setting<Double>(
    "negative-ceiling", 0.9025, in: 0...1,
    "probability of the learned view above which a class is spared (FullMatch: 0.95^2)")
  static let normalizer = Setting<SelectiveNegativeLearning.Normalizer>(
    "negative-normalizer", .all, "what the sum over samples is divided by (UPS: nonEmpty)")
  static let temperature = Setting<Double>(
    "negative-temperature", 1, in: 0.001...1_000,
    "temperature of the probabilities that the rule looks at (UPS: 2)")
  static let warmUpEpochs = Setting<Int>(
    "negative-warm-up", 0, in: 0...1_000_000, "epochs without negative learning (FullMatch: 5)")
  static let view = Setting<View.Strength>(
    "negative-view", .strong, "the unlabeled view that learns what it is not")
  static let negativeRamp = Setting<Double>(
    "negative-ramp", 0, in: 0...1, "share of the run in which negative learning grows")

  static let negative: [any DeclaredSetting] = [
    negativeWeight, rule, probability, count, ceiling, normalizer, temperature, warmUpEpochs, view,
    negativeRamp,
  ]
}

extension MethodParts {
  private typealias S = NegativeLearningSettings

  /// The dynamic thresholds of the settings.
  var dynamicThreshold: DynamicThresholdAdjustment {
    let evidence: DynamicThresholdAdjustment.Evidence =
      switch self[S.evidence] {
      case .labeledSet: .labeledSet(by: .teacher)
      case .labeledBatches: .labeledBatches(ViewRequest(.labeledWeak, by: .teacher))
      case .eachLabeledBatch:
        .eachLabeledBatch(
          ViewRequest(.labeledWeak, by: .teacher), momentum: self[S.evidenceMomentum])
      }
    let rule = self[S.thresholdRule]
    return DynamicThresholdAdjustment(
      classCount: classCount, beta: self[S.beta],
      gamma: rule == .epochScaled ? self[S.gamma] : 2.718281828459045,
      initialThreshold: self[S.initialThreshold], floor: self[S.floor], rule: rule,
      evidence: evidence, views: .weak(self[S.weakViews], by: self[S.pseudoLabelSource]))
  }

  /// Selective negative learning as the settings say, without its weight.
  var selectiveNegativeLearning: any LossStrategy {
    let rule: ComplementaryRule =
      switch self[S.rule] {
      case .belowProbability: .belowProbability(self[S.probability])
      case .belowChance: .belowChance
      case .outsideTopK: .outsideTopK(self[S.count])
      case .adaptiveTopK: .adaptiveTopK(ceiling: self[S.ceiling])
      case .lowest: .lowest(self[S.count])
      case .randomOne: .randomOne
      }
    let loss = SelectiveNegativeLearning(
      rule, normalizer: self[S.normalizer], temperature: self[S.temperature],
      warmUpEpochs: self[S.warmUpEpochs], view: View(.unlabeled, self[S.view]))
    let ramp: Double = self[S.negativeRamp]
    return ramp > 0 ? loss.ramped(over: ramp) : loss
  }
}
