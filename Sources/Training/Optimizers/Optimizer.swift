/// How gradients change weights: the settings of an optimizer, without its state.
///
/// Decay of any kind spares parameters with fewer than two dimensions (biases, batch norm). What
/// one step does is written at ``OptimizerState/update(_:learningRate:teacher:teacherUpdate:step:clearingGradients:)``.
public struct Optimizer: Sendable, Hashable, Codable {
  /// The formula by which a gradient `g` changes a weight `w` under the learning rate `lr`.
  public enum Rule: Sendable, Hashable, Codable {
    /// `m = momentum * m + g`, then `w -= lr * m`, or with Nesterov's look ahead
    /// `w -= lr * (g + momentum * m)`.
    ///
    /// Source: Sutskever, Martens, Dahl and Hinton, "On the importance of initialization and
    /// momentum in deep learning", 2013, in the form of PyTorch's `torch.optim.SGD`.
    case sgd(momentum: Double, nesterov: Bool)
    /// `m = firstDecay * m + (1 - firstDecay) * g`, `v = secondDecay * v + (1 - secondDecay) * g^2`,
    /// then `w -= lr * m' / (sqrt(v') + epsilon)` with `m' = m / (1 - firstDecay^t)` and
    /// `v' = v / (1 - secondDecay^t)` in step `t = 1, 2, ...`
    ///
    /// Source: Kingma and Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1.
    case adam(firstDecay: Double, secondDecay: Double, epsilon: Double)
  }

  /// Where the decay of weights takes place.
  public enum DecayForm: String, Sendable, Hashable, Codable {
    /// In the gradient: `g += weightDecay * w`, so that it passes through momentum and Adam's scale.
    case coupled
    /// On the weight, before the step: `w *= 1 - lr * weightDecay`.
    ///
    /// Source: Loshchilov and Hutter, "Decoupled weight decay regularization", 2019.
    case decoupled
  }

  /// The formula.
  public var rule: Rule
  /// The learning rate before any schedule.
  public var learningRate: Double
  /// The strength of the decay; 0 for none.
  public var weightDecay: Double
  /// Where the decay takes place.
  public var decayForm: DecayForm
  /// A further decay after the step, once the teacher has seen the weight:
  /// `w *= 1 - multiplicativeDecay * lr`; 0 for none.
  ///
  /// Source: Berthelot et al., "MixMatch", 2019 (code), and Li et al., "Towards semi-supervised
  /// deep facial expression recognition with an adaptive confidence margin", 2022 (code).
  public var multiplicativeDecay: Double
  /// The length to which a longer vector of all gradients is scaled down; nil for none.
  public var gradientClipNorm: Double?

  /// Creates an optimizer.
  ///
  /// - Parameters:
  ///   - rule: The formula.
  ///   - learningRate: The learning rate before any schedule.
  ///   - weightDecay: The strength of the decay.
  ///   - decayForm: Where the decay takes place.
  ///   - multiplicativeDecay: The strength of a further decay after the step.
  ///   - gradientClipNorm: The largest length of the vector of all gradients, or nil.
  public init(
    rule: Rule, learningRate: Double, weightDecay: Double = 0, decayForm: DecayForm = .coupled,
    multiplicativeDecay: Double = 0, gradientClipNorm: Double? = nil
  ) {
    self.rule = rule
    self.learningRate = learningRate
    self.weightDecay = weightDecay
    self.decayForm = decayForm
    self.multiplicativeDecay = multiplicativeDecay
    self.gradientClipNorm = gradientClipNorm
  }

  /// Returns stochastic gradient descent; defaults are those of FixMatch.
  ///
  /// Source of the defaults: Sohn et al., "FixMatch", 2020, section 4 and table 4.
  ///
  /// - Parameters:
  ///   - learningRate: The learning rate before any schedule.
  ///   - momentum: The share of the last step's movement that goes on; 0 keeps no state.
  ///   - nesterov: Whether to look ahead along the movement.
  ///   - weightDecay: The strength of the coupled decay.
  ///   - gradientClipNorm: The largest length of the vector of all gradients, or nil.
  /// - Returns: The settings.
  public static func sgd(
    learningRate: Double = 0.03, momentum: Double = 0.9, nesterov: Bool = true,
    weightDecay: Double = 5e-4, gradientClipNorm: Double? = nil
  ) -> Optimizer {
    Optimizer(
      rule: .sgd(momentum: momentum, nesterov: nesterov), learningRate: learningRate,
      weightDecay: weightDecay, gradientClipNorm: gradientClipNorm)
  }

  /// Returns Adam; the default learning rate is that of Ada-CM, the others Adam's own.
  ///
  /// Source of the learning rate: Li et al., "Towards semi-supervised deep facial expression
  /// recognition with an adaptive confidence margin", 2022 (code), with a
  /// multiplicative decay of 0.02; of the rest: Kingma and Ba, "Adam", 2015, algorithm 1.
  ///
  /// - Parameters:
  ///   - learningRate: The learning rate before any schedule.
  ///   - firstDecay: The decay of the mean of gradients.
  ///   - secondDecay: The decay of the mean of squared gradients.
  ///   - epsilon: What keeps the division finite.
  ///   - weightDecay: The strength of the decay.
  ///   - decayForm: Where the decay takes place.
  ///   - multiplicativeDecay: The strength of a further decay after the step.
  ///   - gradientClipNorm: The largest length of the vector of all gradients, or nil.
  /// - Returns: The settings.
  public static func adam(
    learningRate: Double = 5e-4, firstDecay: Double = 0.9, secondDecay: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 0, decayForm: DecayForm = .coupled,
    multiplicativeDecay: Double = 0, gradientClipNorm: Double? = nil
  ) -> Optimizer {
    Optimizer(
      rule: .adam(firstDecay: firstDecay, secondDecay: secondDecay, epsilon: epsilon),
      learningRate: learningRate, weightDecay: weightDecay, decayForm: decayForm,
      multiplicativeDecay: multiplicativeDecay, gradientClipNorm: gradientClipNorm)
  }

  /// Returns Adam with decoupled decay; defaults are those of PyTorch.
  ///
  /// Source: Loshchilov and Hutter, "Decoupled weight decay regularization", 2019, algorithm 2.
  ///
  /// - Parameters:
  ///   - learningRate: The learning rate before any schedule.
  ///   - firstDecay: The decay of the mean of gradients.
  ///   - secondDecay: The decay of the mean of squared gradients.
  ///   - epsilon: What keeps the division finite.
  ///   - weightDecay: The strength of the decoupled decay.
  ///   - gradientClipNorm: The largest length of the vector of all gradients, or nil.
  /// - Returns: The settings.
  public static func adamW(
    learningRate: Double = 1e-3, firstDecay: Double = 0.9, secondDecay: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 0.01, gradientClipNorm: Double? = nil
  ) -> Optimizer {
    .adam(
      learningRate: learningRate, firstDecay: firstDecay, secondDecay: secondDecay,
      epsilon: epsilon, weightDecay: weightDecay, decayForm: .decoupled,
      gradientClipNorm: gradientClipNorm)
  }

  /// The number of moments kept for every weight: 0, 1 or 2.
  public var momentCount: Int {
    switch rule {
    case .sgd(let momentum, _): momentum == 0 ? 0 : 1
    case .adam: 2
    }
  }
}
