import Augmentations
import Datasets
import TensorCore
import TrainingSteps

extension Trainer {
  /// The levels with which a stage's strong augmentation starts; nil where it does not learn.
  static func magnitudes(of pipeline: Pipeline, from step: Int) -> MagnitudeHistory? {
    guard pipeline.probe != nil, let learner = pipeline.strong.learner else { return nil }
    return MagnitudeHistory(learner.rates, step: step)
  }

  /// Lets strong augmentation learn from what the network said about the operations tried.
  ///
  /// What was tried is drawn again, from the streams that the loader has drawn it from.
  func learnMagnitudes(from step: Step, at number: Int, isSkipped: Bool) {
    guard let magnitudes, let request = pipeline.probe else { return }
    guard !isSkipped else { return magnitudes.learn(from: []) }
    let recipe = loader.recipe
    let classCount = step.classCount
    let probabilities = step.probabilities(request).values
    for view in recipe.views {
      guard let probe = view.augmentation as? CTAugmentProbe else { continue }
      magnitudes.learn(
        from: step.labels.enumerated().map { place, label in
          var random = recipe.stream(of: view, step: number, sample: place)
          let said = probabilities[place * classCount..<(place + 1) * classCount]
          return (probe.trials(using: &random), MagnitudeRates.match(of: said, with: label))
        })
    }
  }
}
