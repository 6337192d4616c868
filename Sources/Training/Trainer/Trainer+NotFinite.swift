import TensorCore
import ThresholdPolicies
import TrainingSteps

extension Trainer {
  /// What a step changes before its loss is known.
  struct StateBeforeStep {
    let policy: (any ThresholdPolicy)?
    let buffers: [Float]
  }

  /// Returns what has to be put back if the step is passed over; nil where steps are not.
  func stateBeforeStep() -> StateBeforeStep? {
    guard options.notFinite == .skip else { return nil }
    return StateBeforeStep(policy: state.policy, buffers: Array(networks.student.buffers.elements))
  }

  /// Computes gradients, unless a term is not finite already.
  ///
  /// - Returns: What is not finite, or nil.
  func computeGradients(
    of losses: LossSum, step: Int
  ) -> TrainingError? {
    if let term = losses.terms.first(where: { !$0.value.isFinite }) {
      return .notFinite(step: step, term: term.name, value: term.value)
    }
    losses.total?.backward()
    let student = networks.student
    guard !student.gradientNorm().isFinite else { return nil }
    let place = student.layout.declarations.indices.first { index in
      student.gradient(at: index)?.values.contains { !$0.isFinite } ?? false
    }
    return .gradientNotFinite(
      step: step, parameter: place.map { student.layout.declarations[$0].name } ?? "")
  }

  /// Puts back what a step has changed, and counts it as passed over.
  ///
  /// - Throws: The failure, after too many such steps in a row.
  func skip(restoring before: StateBeforeStep, failure: TrainingError) throws {
    state.policy = before.policy
    _ = networks.student.buffers.elements.update(from: before.buffers)
    networks.student.countChange()
    networks.student.clearGradients()
    progress.skippedSteps += 1
    progress.skippedInARow += 1
    if progress.skippedInARow > NotFiniteRule.limit { throw failure }
  }

  /// Refuses weights, of student or teacher, that are not finite.
  ///
  /// - Throws: A ``TrainingError`` that names the first such parameter or buffer.
  package func checkWeights() throws {
    for store in [networks.student, networks.teacher].compactMap({ $0 }) {
      for (index, declaration) in store.layout.declarations.enumerated()
      where store.elements(of: index).contains(where: { !$0.isFinite }) {
        throw TrainingError.weightsNotFinite(step: progress.step, parameter: declaration.name)
      }
    }
  }
}
