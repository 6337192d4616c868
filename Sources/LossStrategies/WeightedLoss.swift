public import TensorCore
public import TrainingSteps

/// A loss times a number, which may grow over the run or hold for some epochs; under its own name or another.
///
/// While the factor is zero the loss is not computed.
public struct WeightedLoss: LossStrategy {
  /// The loss.
  public let base: any LossStrategy
  /// What it is multiplied by once the ramp is over.
  public let weight: Float
  /// How the factor grows; nil is not at all.
  public let ramp: Ramp?
  /// The epochs in which the loss counts; nil for all.
  public let epochs: Range<Int>?

  /// Creates a weighted loss.
  ///
  /// - Parameters:
  ///   - base: The loss.
  ///   - weight: What it is multiplied by once the ramp is over; finite.
  ///   - ramp: How the factor grows; nil is not at all.
  ///   - epochs: The epochs in which the loss counts, the first of a run being 0; nil for all.
  ///   - name: The name of the term in logs; nil for the loss's own.
  public init(
    _ base: any LossStrategy, weight: Float = 1, ramp: Ramp? = nil, epochs: Range<Int>? = nil,
    name: String? = nil
  ) {
    check(weight.isFinite, "WeightedLoss: weight \(weight)")
    self.base = base
    self.weight = weight
    self.ramp = ramp
    self.epochs = epochs
    self.name = name ?? base.name
  }

  /// The name of the term in logs: the loss's own unless another was given.
  public let name: String

  /// What the loss itself reads.
  public var requests: [ViewRequest] { base.requests }

  /// What the loss itself needs.
  public var needs: Set<SelectionContent> { base.needs }

  /// Returns the factor at a point of the run.
  ///
  /// - Parameter progress: How far the run has come.
  /// - Returns: The weight times the ramp.
  public func factor(_ progress: TrainingProgress) -> Float {
    if let epochs, !epochs.contains(progress.epoch) { return 0 }
    return ramp.map { weight * Float($0(progress)) } ?? weight
  }

  /// Returns the value of the loss times the factor.
  ///
  /// - Parameter step: What the networks said.
  /// - Returns: A tensor without axes.
  public func callAsFunction(_ step: Step) -> Tensor {
    let factor = factor(step.progress)
    return factor == 0 ? Tensor(0) : base(step) * factor
  }
}

/// Returns a loss times a number.
public func * (loss: any LossStrategy, weight: Float) -> WeightedLoss {
  WeightedLoss(loss, weight: weight)
}

/// Returns a loss times a number.
public func * (weight: Float, loss: any LossStrategy) -> WeightedLoss {
  WeightedLoss(loss, weight: weight)
}

extension LossStrategy {
  /// Returns the loss with a weight that grows from the start of a run.
  ///
  /// - Parameters:
  ///   - fraction: The fraction of the run after which the weight is whole, from 0 to 1.
  ///   - curve: The curve of the growth.
  /// - Returns: The loss with a ramp.
  package func ramped(over fraction: Double = 0.4, _ curve: Ramp.Curve = .linear) -> WeightedLoss {
    WeightedLoss(self, ramp: Ramp(curve, over: fraction))
  }

  /// Returns the loss in some epochs, and nothing in the others.
  ///
  /// - Parameter epochs: The epochs in which the loss counts, the first of a run being 0.
  /// - Returns: The loss within those epochs.
  public func during(epochs: Range<Int>) -> WeightedLoss { WeightedLoss(self, epochs: epochs) }

  /// The loss without weights and ramps around it.
  package var unwrapped: any LossStrategy {
    (self as? WeightedLoss)?.base.unwrapped ?? self
  }
}
