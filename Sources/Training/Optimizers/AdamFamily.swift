import Foundation
import Parts
import TensorCore

/// What Adam and AdamW have in common: all but the place of the weight decay.
protocol AdamFamily: Optimizer, PartOptions {
  var learningRate: Double { get set }
  var beta1: Double { get set }
  var beta2: Double { get set }
  var epsilon: Double { get set }
  var weightDecay: Double { get set }
  var gradientClip: Double { get set }
  var decayAfterStep: Double { get set }
}

extension AdamFamily {
  /// Declares the options.
  ///
  /// - Parameters:
  ///   - rateSource: Where the default of the learning rate comes from, with its value.
  ///   - decay: What weight decay does, with the source of its default.
  /// - Returns: The options, in the order in which lists show them.
  static func options(rateSource: String, decay: String) -> [OptionDeclaration<Self>] {
    [
      .number(
        "learning-rate", \.learningRate, in: 0...1e38,
        "learning rate before any schedule (\(rateSource))"),
      .number(
        "beta1", \.beta1, in: 0...0.999_999_999, "decay of the mean of gradients (Adam: 0.9)"),
      .number(
        "beta2", \.beta2, in: 0...0.999_999_999,
        "decay of the mean of squared gradients (Adam: 0.999)"),
      .number(
        "epsilon", \.epsilon, in: 0...1, "what keeps the division finite (Adam: 1e-8)"),
      .number("weight-decay", \.weightDecay, in: 0...1, decay),
      .number(
        "gradient-clip", \.gradientClip, in: 0...1e9,
        "largest length of the vector of all gradients, 0 for none (torch.optim: none)"),
      .number(
        "decay-after-step", \.decayAfterStep, in: 0...1,
        "strength of the decay w *= 1 - strength * learning rate after every step (Ada-CM: 0.02)"),
    ]
  }

  /// Sets every value.
  mutating func set(
    _ learningRate: Double, _ beta1: Double, _ beta2: Double, _ epsilon: Double,
    weightDecay: Double, gradientClip: Double, decayAfterStep: Double
  ) {
    (self.learningRate, self.beta1, self.beta2) = (learningRate, beta1, beta2)
    (self.epsilon, self.weightDecay) = (epsilon, weightDecay)
    (self.gradientClip, self.decayAfterStep) = (gradientClip, decayAfterStep)
  }

  /// What a step does without weight decay.
  func updateWithoutDecay(step: Int, learningRate: Double) -> WeightUpdate {
    let correction = 1 - pow(beta1, Double(step))
    let root = (1 - pow(beta2, Double(step))).squareRoot()
    var update = WeightUpdate(
      rule: .adam(beta1: beta1, beta2: beta2, secondRoot: root, epsilon: epsilon),
      step: learningRate / correction)
    update.gradientClip = gradientClip
    update.scaleAfter = 1 - decayAfterStep * learningRate
    return update
  }
}
