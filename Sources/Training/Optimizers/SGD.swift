public import Parts
public import TensorCore

/// Stochastic gradient descent with momentum.
///
///     g += weightDecay * w,   m = momentum * m + g
///     w -= lr * m                        or, with Nesterov's look ahead,   w -= lr * (g + momentum * m)
///
/// Source: Sutskever, Martens, Dahl and Hinton, "On the importance of initialization and momentum in
/// deep learning", 2013, in the form of PyTorch's `torch.optim.SGD`; of the defaults: Sohn et al.,
/// "FixMatch", 2020, section 4 and table 4.
public struct SGD: Optimizer, PartOptions {
  /// What the optimizer is called and where it stands.
  public static let info = PartInfo(
    "sgd", "Stochastic gradient descent with momentum",
    source: "Sutskever et al., 2013, in the form of torch.optim.SGD")

  /// The options; their defaults are those of FixMatch.
  public static let declared: [OptionDeclaration<SGD>] = [
    .number(
      "learning-rate", \.learningRate, in: 0...1e38,
      "learning rate before any schedule (FixMatch: 0.03)"),
    .number(
      "momentum", \.momentum, in: 0...1,
      "fraction of the last step's movement that goes on (FixMatch: 0.9)"),
    .flag(
      "nesterov", \.nesterov, "whether to look ahead along the movement (FixMatch)",
      when: { $0.momentum > 0 }),
    .number(
      "weight-decay", \.weightDecay, in: 0...1,
      "strength of the decay in the gradient (FixMatch: 0.0005)"),
    .number(
      "gradient-clip", \.gradientClip, in: 0...1e9,
      "largest length of the vector of all gradients, 0 for none (torch.optim: none)"),
    .number(
      "decay-after-step", \.decayAfterStep, in: 0...1,
      "strength of the decay w *= 1 - strength * learning rate after every step (MixMatch's code)"),
  ]

  /// The learning rate before any schedule.
  public var learningRate: Double
  /// The fraction of the last step's movement that goes on; 0 keeps no state.
  public var momentum: Double
  /// Whether to look ahead along the movement; without effect where there is no momentum.
  package var nesterov: Bool
  /// The strength of the decay in the gradient; 0 for none.
  package var weightDecay: Double
  /// The length to which a longer vector of all gradients is scaled down; 0 for none.
  package var gradientClip: Double
  /// The strength of a further decay after the step; 0 for none.
  package var decayAfterStep: Double

  /// Creates the optimizer with FixMatch's defaults.
  public init() { self.init(learningRate: 0.03) }

  /// Creates the optimizer.
  ///
  /// - Parameters:
  ///   - learningRate: The learning rate before any schedule.
  ///   - momentum: The fraction of the last step's movement that goes on; 0 keeps no state.
  ///   - nesterov: Whether to look ahead along the movement.
  ///   - weightDecay: The strength of the decay in the gradient.
  ///   - gradientClip: The largest length of the vector of all gradients; 0 for none.
  ///   - decayAfterStep: The strength of a further decay after the step.
  package init(
    learningRate: Double, momentum: Double = 0.9, nesterov: Bool = true,
    weightDecay: Double = 5e-4, gradientClip: Double = 0, decayAfterStep: Double = 0
  ) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.nesterov = nesterov
    self.weightDecay = weightDecay
    self.gradientClip = gradientClip
    self.decayAfterStep = decayAfterStep
  }

  /// Creates the optimizer from its options.
  public init(_ options: SGD, for context: PartContext) { self = options }

  /// One moment for every weight, or none without momentum.
  public var momentCount: Int { momentum == 0 ? 0 : 1 }

  /// Returns what one step does to every weight; see ``Optimizer/update(step:learningRate:)``.
  public func update(step: Int, learningRate: Double) -> WeightUpdate {
    var update = WeightUpdate(
      rule: .sgd(momentum: momentum, nesterov: nesterov), step: learningRate)
    update.gradientClip = gradientClip
    update.coupledDecay = weightDecay
    update.scaleAfter = 1 - decayAfterStep * learningRate
    return update
  }
}

extension Optimizer where Self == SGD {
  /// Returns stochastic gradient descent; the defaults are those of FixMatch.
  ///
  /// - Parameters:
  ///   - learningRate: The learning rate before any schedule.
  ///   - momentum: The fraction of the last step's movement that goes on; 0 keeps no state.
  ///   - nesterov: Whether to look ahead along the movement.
  ///   - weightDecay: The strength of the decay in the gradient.
  ///   - gradientClip: The largest length of the vector of all gradients; 0 for none.
  ///   - decayAfterStep: The strength of a further decay after the step.
  /// - Returns: The optimizer.
  public static func sgd(
    learningRate: Double = 0.03, momentum: Double = 0.9, nesterov: Bool = true,
    weightDecay: Double = 5e-4, gradientClip: Double = 0, decayAfterStep: Double = 0
  ) -> SGD {
    SGD(
      learningRate: learningRate, momentum: momentum, nesterov: nesterov, weightDecay: weightDecay,
      gradientClip: gradientClip, decayAfterStep: decayAfterStep)
  }
}
