import CTensorKernels

/// The numbers of one optimizer step, as the sweep over the flat buffers applies them.
///
/// Every element goes, in this order, through `g = gradient * gradientScale`,
/// `w = w * scaleBefore`, `g = g + coupledDecay * w`, the rule's own change of `w`,
/// `teacher += teacherRate * (w - teacher)` and `w = w * scaleAfter`. The two scales and the
/// coupled decay spare parameters with fewer than two dimensions.
package struct WeightUpdate: Sendable {
  /// How a gradient changes a weight.
  package enum Rule: Sendable {
    /// `m = momentum * m + g`, then `w -= step * m`, or `w -= step * (g + momentum * m)` with
    /// Nesterov's look ahead; without a moment `w -= step * g`.
    case sgd(momentum: Double, nesterov: Bool)
    /// `m += (1 - firstDecay) * (g - m)`, `v = secondDecay * v + (1 - secondDecay) * g * g`,
    /// then `w -= step * m / (sqrt(v) / secondRoot + epsilon)`.
    case adam(firstDecay: Double, secondDecay: Double, secondRoot: Double, epsilon: Double)
  }

  package var rule: Rule
  package var step: Double
  package var gradientScale = 1.0
  package var coupledDecay = 0.0
  package var scaleBefore = 1.0
  package var scaleAfter = 1.0
  package var teacherRate = 1.0
  package var clearsGradients = true

  package init(rule: Rule, step: Double) {
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
    case .adam(let firstDecay, let secondDecay, let secondRoot, let epsilon):
      update.first_rate = Float(1 - firstDecay)
      update.second_decay = Float(secondDecay)
      update.second_rate = Float(1 - secondDecay)
      update.second_root = Float(secondRoot)
      update.epsilon = Float(epsilon)
    }
    return update
  }
}
