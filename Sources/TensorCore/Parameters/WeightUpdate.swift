import CTensorKernels

/// The numbers of one optimizer step, as the sweep over the flat buffers applies them.
///
/// Every element goes, in this order, through `g = gradient * gradientScale`,
/// `w = w * scaleBefore`, `g = g + coupledDecay * w`, the rule's own change of `w`,
/// `teacher += teacherRate * (w - teacher)` and `w = w * scaleAfter`. The two scales and the
/// coupled decay spare parameters with fewer than two dimensions.
public struct WeightUpdate: Sendable, Hashable {
  /// How a gradient changes a weight.
  public enum Rule: Sendable, Hashable {
    /// `m = momentum * m + g`, then `w -= step * m`, or `w -= step * (g + momentum * m)` with
    /// Nesterov's look ahead; without a moment `w -= step * g`.
    case sgd(momentum: Double, nesterov: Bool)
    /// `m += (1 - beta1) * (g - m)`, `v = beta2 * v + (1 - beta2) * g * g`,
    /// then `w -= step * m / (sqrt(v) / secondRoot + epsilon)`.
    case adam(beta1: Double, beta2: Double, secondRoot: Double, epsilon: Double)
  }

  /// The rule's own change of a weight.
  public var rule: Rule
  /// The factor on the rule's change.
  public var step: Double
  /// The length to which a longer vector of all gradients is scaled down first; 0 for none.
  public var gradientClip = 0.0
  /// The strength of the decay that joins the gradient.
  public var coupledDecay = 0.0
  /// The factor on a weight before the rule.
  public var scaleBefore = 1.0
  /// The factor on a weight once the teacher has seen it.
  public var scaleAfter = 1.0
  package var gradientScale = 1.0
  package var teacherRate = 1.0
  package var clearsGradients = true

  /// Creates an update without clipping and decay.
  ///
  /// - Parameters:
  ///   - rule: The rule's own change of a weight.
  ///   - step: The factor on the rule's change.
  public init(rule: Rule, step: Double) {
    self.rule = rule
    self.step = step
  }

  /// The numbers for the kernels; those of decay are left out where it does not apply.
  func kernelArguments(decays: Bool) -> stk_update {
    var update = stk_update()
    update.gradient_scale = Float(gradientScale)
    update.scale_before = decays ? Float(scaleBefore) : 1
    update.coupled_decay = decays ? Float(coupledDecay) : 0
    update.scale_after = decays ? Float(scaleAfter) : 1
    update.step = Float(step)
    update.teacher_rate = Float(teacherRate)
    update.clears_gradient = clearsGradients ? 1 : 0
    switch rule {
    case .sgd(let momentum, let nesterov):
      update.momentum = Float(momentum)
      update.nesterov = nesterov ? 1 : 0
    case .adam(let beta1, let beta2, let secondRoot, let epsilon):
      update.first_rate = Float(1 - beta1)
      update.second_decay = Float(beta2)
      update.second_rate = Float(1 - beta2)
      update.second_root = Float(secondRoot)
      update.epsilon = Float(epsilon)
    }
    return update
  }
}
