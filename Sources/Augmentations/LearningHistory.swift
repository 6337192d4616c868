import Synchronization
import TensorCore

/// What an augmentation had learned after each of the last steps, for images that are made ahead.
///
/// Images of step `t` are made with what was learned from the steps before `t - delay`, whoever
/// makes them and however far ahead, so that they are the same bits for any number of threads and in
/// a run that goes on from a checkpoint. May be read while it learns.
///
/// ReMixMatch's code has such a delay too: it hands its rates to other processes four batches ahead,
/// and which rates those see depends on when they run.
package final class LearningHistory<Learner: LearningAugmentation>: AugmentationLearner {
  /// What a checkpoint holds.
  package struct State: Sendable, Codable {
    /// The step that is learned from next.
    package fileprivate(set) var step: Int
    /// What was known after each of the last steps, the newest last; one for the step itself, one
    /// for each of the delay, and one for whoever looks at the images of the last step again.
    fileprivate var recent: [Learner.Learned]

    fileprivate init(step: Int, recent: [Learner.Learned]) {
      self.step = step
      self.recent = recent
    }

    private enum CodingKeys: String, CodingKey { case step, recent }

    /// Reads a state.
    ///
    /// - Parameter decoder: The decoder to read from.
    /// - Throws: `DecodingError` for a negative step, or nothing learned.
    package init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      step = try values.decode(Int.self, forKey: .step)
      recent = try values.decode([Learner.Learned].self, forKey: .recent)
      guard step >= 0, !recent.isEmpty else {
        throw DecodingError.dataCorruptedError(
          forKey: .recent, in: values, debugDescription: "expected a step and what was learned")
      }
    }
  }

  /// The augmentation that learns.
  package let learner: Learner
  private let content: Mutex<State>

  /// Creates a history in which nothing was learned yet.
  ///
  /// - Parameters:
  ///   - learner: The augmentation that learns.
  ///   - step: The step that is learned from first.
  package init(of learner: Learner, step: Int = 0) {
    self.learner = learner
    content = Mutex(State(step: step, recent: [learner.learned]))
  }

  /// Creates a history that goes on where another was.
  ///
  /// - Parameters:
  ///   - learner: The augmentation that learns.
  ///   - state: What the other one held.
  package init(of learner: Learner, at state: State) {
    self.learner = learner
    content = Mutex(state)
  }

  /// What a checkpoint holds.
  package var state: State { content.withLock { $0 } }

  /// The step that is learned from next.
  package var step: Int { state.step }

  /// Returns what images of a step are made with.
  ///
  /// - Parameter step: The step; at most the delay ahead of the one that is learned from next. For
  ///   steps long past the oldest comes back that is still known.
  /// - Returns: What was learned from all steps before `step - delay`.
  package func learned(at step: Int) -> Learner.Learned {
    content.withLock { state in
      let back = state.step - (step - Self.delay)
      check(
        back >= 0,
        "what was learned for step \(step) is asked for before step \(state.step) is done")
      return state.recent[max(0, state.recent.count - 1 - back)]
    }
  }

  /// Learns from the probes of one step; none leave everything but the step as it is.
  ///
  /// - Parameter images: What the teacher said about every image of the labeled batch.
  package func learn(from images: [ProbedImage]) {
    content.withLock { state in
      var learned = state.recent[state.recent.count - 1]
      if !images.isEmpty { learner.learn(from: images, into: &learned) }
      state.recent.append(learned)
      state.recent.removeFirst(max(0, state.recent.count - (Self.delay + 2)))
      state.step += 1
    }
  }

  /// Returns the augmentation that follows the history, if it is one that learns the same.
  package func follower(of augmentation: any Augmentation) -> (any Augmentation)? {
    (augmentation as? Learner).map { Follower(augmentation: $0, history: self) }
  }

  /// Returns what makes the probe of a labeled image.
  package func probe(after weak: any Augmentation) -> any Augmentation {
    learner.probe(after: weak)
  }

  /// Returns a history of the same augmentation that goes on where another was.
  package func restored(at state: State) -> any AugmentationLearner {
    LearningHistory(of: learner, at: state)
  }

  /// An augmentation with what was learned for each step; without a step, with what it knew at first.
  private struct Follower: Augmentation {
    let augmentation: Learner
    let history: LearningHistory

    func apply(to image: inout PixelImage, using random: inout RandomStream) {
      augmentation.apply(to: &image, using: &random)
    }

    func at(step: Int) -> any Augmentation { augmentation.applying(history.learned(at: step)) }
  }
}
