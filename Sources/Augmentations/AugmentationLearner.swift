/// An augmentation at work that learns, whatever it learns: what a trainer holds of it.
package protocol AugmentationLearner: AnyObject, Sendable {
  /// What a checkpoint holds.
  associatedtype State: Sendable, Codable

  /// What a checkpoint holds.
  var state: State { get }

  /// The step that is learned from next.
  var step: Int { get }

  /// Returns a learner of the same augmentation that goes on where another was.
  func restored(at state: State) -> any AugmentationLearner

  /// Returns the augmentation with what was learned for each step; nil for one that cannot follow.
  func follower(of augmentation: any Augmentation) -> (any Augmentation)?

  /// Returns what makes the probe of a labeled image.
  func probe(after weak: any Augmentation) -> any Augmentation

  /// Learns from the probes of one step; none leave everything but the step as it is.
  func learn(from images: [ProbedImage])
}

extension AugmentationLearner {
  /// The number of last steps that a step's images do not know of; no batch is made further ahead.
  package static var delay: Int { 4 }

  /// The number of batches that may be made ahead of a step.
  package var batchesAhead: Int { Self.delay }
}

extension LearningAugmentation {
  /// Starts to learn.
  ///
  /// - Parameter step: The step that is learned from first.
  /// - Returns: What keeps all that is learned.
  package func startLearning(from step: Int) -> any AugmentationLearner {
    LearningHistory(of: self, step: step)
  }
}

extension AugmentationPipeline {
  /// The first augmentation that learns; nil if there is none.
  package var learner: (any LearningAugmentation)? {
    steps.lazy.compactMap {
      ($0 as? any LearningAugmentation) ?? ($0 as? AugmentationPipeline)?.learner
    }.first
  }

  /// Returns the pipeline in which all that can follow a learner do.
  ///
  /// - Parameter learner: What is learned.
  /// - Returns: A pipeline of the same name; an equal one where nothing can follow.
  package func following(_ learner: any AugmentationLearner) -> AugmentationPipeline {
    AugmentationPipeline(
      steps.map { step in
        learner.follower(of: step) ?? (step as? AugmentationPipeline)?.following(learner) ?? step
      }, name: name, summary: summary)
  }
}
