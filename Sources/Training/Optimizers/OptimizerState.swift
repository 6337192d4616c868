public import TensorCore

/// An optimizer at work on one network: its settings, its moments and the number of steps done.
///
/// Used by one trainer at a time, between passes, as the store is; that rule makes it safe to share.
public final class OptimizerState: @unchecked Sendable {
  /// The settings.
  public let optimizer: any Optimizer
  /// The network that the moments belong to.
  public let layout: ParameterLayout
  /// The number of updates done.
  public private(set) var stepCount = 0
  /// The moments, at the same offsets as the weights.
  package let moments: [FlatBuffer]

  /// Creates the state before the first step: all moments zero.
  ///
  /// - Parameters:
  ///   - optimizer: The settings.
  ///   - store: The network to be trained.
  public init(_ optimizer: any Optimizer, for store: ParameterStore) {
    self.optimizer = optimizer
    layout = store.layout
    moments = (0..<optimizer.momentCount).map { _ in FlatBuffer(count: store.values.count) }
  }

  /// Makes one step, in one sweep over the memory of weights, gradients, moments and teacher.
  ///
  /// For every weight `w`, in this order: clipping of its gradient, weight decay (not for
  /// parameters with fewer than two dimensions), the optimizer's rule, the teacher's
  /// `t = decay * t + (1 - decay) * w`, and the multiplicative decay. Then the teacher's measured
  /// buffers follow. Counts new versions of both stores. Same bits for any number of threads.
  ///
  /// Gradients that are not finite make weights that are not; ask for
  /// `ParameterStore.gradientNorm()` first where that must not happen.
  ///
  /// - Parameters:
  ///   - store: The network, whose gradients have been computed.
  ///   - learningRate: The learning rate of this step; nil for the optimizer's own.
  ///   - teacher: A copy of the network that follows; nil for none.
  ///   - teacherUpdate: How it follows; without it the teacher stays as it is.
  ///   - step: The number of steps done before this one, by which the teacher's decay ramps up;
  ///     nil for the number of updates that this state has made.
  ///   - clearingGradients: Whether the gradients are zero afterwards, ready for the next pass.
  public func update(
    _ store: ParameterStore, learningRate: Double? = nil, teacher: ParameterStore? = nil,
    teacherUpdate: ExponentialMovingAverage? = nil, step: Int? = nil, clearingGradients: Bool = true
  ) {
    check(store.layout == layout, "the optimizer's moments belong to another network")
    let done = step ?? stepCount
    let rate = learningRate ?? optimizer.learningRate
    stepCount += 1
    var update = optimizer.update(step: stepCount, learningRate: rate)
    if update.gradientClip > 0 {
      let norm = store.gradientNorm()
      if norm > update.gradientClip { update.gradientScale = update.gradientClip / norm }
    }
    update.clearsGradients = clearingGradients
    guard let teacher, let teacherUpdate else {
      store.apply(update, moments: moments, teacher: nil)
      return
    }
    update.teacherRate = 1 - teacherUpdate.decay(at: done)
    store.apply(update, moments: moments, teacher: teacher)
    teacherUpdate.updateBuffers(of: teacher, from: store, step: done)
  }

  /// Puts the state back to where it was saved.
  ///
  /// - Parameters:
  ///   - stepCount: The number of updates done.
  ///   - moments: The moments with the padding of the flat buffers.
  package func restore(stepCount: Int, moments: [[Float]]) {
    check(
      moments.count == self.moments.count
        && zip(moments, self.moments).allSatisfy { $0.count == $1.count },
      "the moments of another optimizer or network")
    self.stepCount = stepCount
    for (values, buffer) in zip(moments, self.moments) { _ = buffer.elements.update(from: values) }
  }
}
