public import Parts
public import TensorCore

/// Adam with a decay of the weights that does not pass through its scale.
///
/// First `w *= 1 - lr * weightDecay`; the rest of the step is that of ``Adam`` without decay.
///
/// Source: Loshchilov and Hutter, "Decoupled weight decay regularization", 2019, algorithm 2; of the
/// defaults: PyTorch's `torch.optim.AdamW`.
public struct AdamW: AdamFamily {
  /// What the optimizer is called and where it stands.
  public static let info = PartInfo(
    "adamw", "Adam with decoupled weight decay",
    source: "Loshchilov and Hutter, 2019, arXiv 1711.05101")

  /// The options; their defaults are those of PyTorch.
  public static let declared = options(
    rateSource: "torch.optim: 0.001",
    decay: "strength of the decay of the weight before the step (torch.optim: 0.01)")

  /// The learning rate before any schedule.
  public var learningRate = 1e-3
  /// The decay of the mean of gradients, less than 1.
  package var beta1 = 0.9
  /// The decay of the mean of squared gradients, less than 1.
  package var beta2 = 0.999
  /// What keeps the division finite.
  public var epsilon = 1e-8
  /// The strength of the decay of the weight before the step; 0 for none.
  package var weightDecay = 0.01
  /// The length to which a longer vector of all gradients is scaled down; 0 for none.
  package var gradientClip: Double = 0
  /// The strength of a further decay after the step; 0 for none.
  package var decayAfterStep: Double = 0

  /// Creates the optimizer; the defaults are those of PyTorch.
  public init() {}

  /// Creates the optimizer from its options.
  public init(_ options: AdamW, for context: PartContext) { self = options }

  /// Two moments for every weight.
  public var momentCount: Int { 2 }

  /// Returns what one step does to every weight; see ``Optimizer/update(step:learningRate:)``.
  public func update(step: Int, learningRate: Double) -> WeightUpdate {
    var update = updateWithoutDecay(step: step, learningRate: learningRate)
    update.scaleBefore = 1 - learningRate * weightDecay
    return update
  }
}

extension Optimizer where Self == AdamW {
  /// Returns AdamW; the defaults are those of PyTorch.
  ///
  /// - Parameters:
  ///   - learningRate: The learning rate before any schedule.
  ///   - beta1: The decay of the mean of gradients, less than 1.
  ///   - beta2: The decay of the mean of squared gradients, less than 1.
  ///   - epsilon: What keeps the division finite.
  ///   - weightDecay: The strength of the decay of the weight before the step.
  ///   - gradientClip: The largest length of the vector of all gradients; 0 for none.
  ///   - decayAfterStep: The strength of a further decay after the step.
  /// - Returns: The optimizer.
  public static func adamW(
    learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 0.01, gradientClip: Double = 0,
    decayAfterStep: Double = 0
  ) -> AdamW {
    var optimizer = AdamW()
    optimizer.set(
      learningRate, beta1, beta2, epsilon, weightDecay: weightDecay, gradientClip: gradientClip,
      decayAfterStep: decayAfterStep)
    return optimizer
  }
}
