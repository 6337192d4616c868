import LossStrategies
import TensorCore
import TrainingSteps

/// The terms of a step's loss, and their sum.
struct LossSum {
  /// The terms in the pipeline's order.
  private(set) var terms: [StepReport.Term] = []
  /// The sum, in the same order; nil without terms.
  private(set) var total: Tensor?

  /// Computes the losses of a step.
  init(of losses: [any LossStrategy], in step: Step) {
    for loss in losses {
      let value = loss(step)
      terms.append(StepReport.Term(name: loss.name, value: value.scalar))
      total = total.map { $0 + value } ?? value
    }
  }
}
