import Augmentations
import Datasets
import TensorCore
import TrainingSteps

extension Trainer {
  /// Lets strong augmentation learn from what the teacher said about the probes of a step.
  ///
  /// - Parameters:
  ///   - step: The step.
  ///   - number: The number of the step in the run.
  ///   - isSkipped: Whether the step was passed over, so that nothing is learned from it.
  func learnAugmentation(from step: Step, at number: Int, isSkipped: Bool) {
    guard let learner = state.learner, let request = state.plan.probe,
      let index = state.plan.views.firstIndex(of: request.view)
    else { return }
    guard !isSkipped else { return learner.learn(from: []) }
    let recipe = state.loader.recipe
    let classCount = step.classCount
    let probabilities = step.probabilities(request).values
    learner.learn(
      from: step.labels.enumerated().map { sample, label in
        ProbedImage(
          random: recipe.stream(of: recipe.views[index], step: number, sample: sample),
          probabilities: probabilities[sample * classCount..<(sample + 1) * classCount],
          label: label)
      })
  }
}
