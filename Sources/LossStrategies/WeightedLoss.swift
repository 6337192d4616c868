public import Backbones
public import TensorCore
public import TrainingSteps

/// A loss times a number, which may grow over the run or hold for some epochs; the name stays.
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
  public init(
    _ base: any LossStrategy, weight: Float = 1, ramp: Ramp? = nil, epochs: Range<Int>? = nil
  ) {
    check(weight.isFinite, "WeightedLoss: weight \(weight)")
    self.base = base
    self.weight = weight
    self.ramp = ramp
    self.epochs = epochs
  }

  /// The name of the loss itself.
  public var name: String { base.name }

  /// What the loss itself reads.
  public var requests: [ViewRequest] { base.requests }

  /// The heads that the loss itself trains.
  public var heads: [AuxiliaryHead] { base.heads }

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

  /// Returns the negative labels of the loss itself; nil while the factor is zero.
  ///
  /// - Parameter step: A step with a selection.
  /// - Returns: The rejected classes of every unlabeled sample, or nil.
  public func negativeLabels(_ step: Step) -> [[Int]]? {
    factor(step.progress) == 0 ? nil : base.negativeLabels(step)
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
  ///   - fraction: The share of the run after which the weight is whole, from 0 to 1.
  ///   - curve: The curve of the growth.
  /// - Returns: The loss with a ramp.
  public func ramped(over fraction: Double = 0.4, _ curve: Ramp.Curve = .linear) -> WeightedLoss {
    WeightedLoss(self, ramp: Ramp(curve, over: fraction))
  }

  /// Returns the loss in some epochs, and nothing in the others.
  ///
  /// - Parameter epochs: The epochs in which the loss counts, the first of a run being 0.
  /// - Returns: The loss within those epochs.
  public func during(epochs: Range<Int>) -> WeightedLoss { WeightedLoss(self, epochs: epochs) }

  /// The loss without weights and ramps around it.
  public var unwrapped: any LossStrategy {
    (self as? WeightedLoss)?.base.unwrapped ?? self
  }
}
