public import Parts
public import TensorCore

/// Adam: steps scaled by the mean of squared gradients.
///
///     g += weightDecay * w,   m = beta1 * m + (1 - beta1) * g,   v = beta2 * v + (1 - beta2) * g^2
///     w -= lr * m' / (sqrt(v') + epsilon),   m' = m / (1 - beta1^t),   v' = v / (1 - beta2^t)
///
/// Source: Kingma and Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1; of the
/// learning rate: Li et al., "Towards semi-supervised deep facial expression recognition with an
/// adaptive confidence margin", 2022 (code), where a decay of 0.02 after every step belongs to it.
public struct Adam: AdamFamily {
  /// What the optimizer is called and where it stands.
  public static let info = PartInfo(
    "adam", "Steps scaled by the mean of squared gradients",
    source: "Kingma and Ba, 2015, arXiv 1412.6980")

  /// The options; their defaults are Adam's own, the learning rate that of Ada-CM.
  public static let declared = options(
    rateSource: "Ada-CM: 0.0005",
    decay: "strength of the decay in the gradient (torch.optim: 0)")

  /// The learning rate before any schedule.
  public var learningRate = 5e-4
  /// The decay of the mean of gradients, less than 1.
  package var beta1 = 0.9
  /// The decay of the mean of squared gradients, less than 1.
  package var beta2 = 0.999
  /// What keeps the division finite.
  public var epsilon = 1e-8
  /// The strength of the decay in the gradient; 0 for none.
  package var weightDecay: Double = 0
  /// The length to which a longer vector of all gradients is scaled down; 0 for none.
  package var gradientClip: Double = 0
  /// The strength of a further decay after the step; 0 for none.
  package var decayAfterStep: Double = 0

  /// Creates the optimizer; the defaults are Adam's own, the learning rate that of Ada-CM.
  public init() {}

  /// Creates the optimizer from its options.
  public init(_ options: Adam, for context: PartContext) { self = options }

  /// Two moments for every weight.
  public var momentCount: Int { 2 }

  /// Returns what one step does to every weight; see ``Optimizer/update(step:learningRate:)``.
  public func update(step: Int, learningRate: Double) -> WeightUpdate {
    var update = updateWithoutDecay(step: step, learningRate: learningRate)
    update.coupledDecay = weightDecay
    return update
  }
}

extension Optimizer where Self == Adam {
  /// Returns Adam; the defaults are Adam's own, the learning rate that of Ada-CM.
  ///
  /// - Parameters:
  ///   - learningRate: The learning rate before any schedule.
  ///   - beta1: The decay of the mean of gradients, less than 1.
  ///   - beta2: The decay of the mean of squared gradients, less than 1.
  ///   - epsilon: What keeps the division finite.
  ///   - weightDecay: The strength of the decay in the gradient.
  ///   - gradientClip: The largest length of the vector of all gradients; 0 for none.
  ///   - decayAfterStep: The strength of a further decay after the step.
  /// - Returns: The optimizer.
  public static func adam(
    learningRate: Double = 5e-4, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 0, gradientClip: Double = 0,
    decayAfterStep: Double = 0
  ) -> Adam {
    var optimizer = Adam()
    optimizer.set(
      learningRate, beta1, beta2, epsilon, weightDecay: weightDecay, gradientClip: gradientClip,
      decayAfterStep: decayAfterStep)
    return optimizer
  }
}
